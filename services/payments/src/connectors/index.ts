import type { Connector } from './define-connector';
import { payKeeper } from './paykeeper/index';

/** Every provider this service can talk to. A new one is a folder and a line here. */
export const connectors: readonly Connector[] = [payKeeper];
