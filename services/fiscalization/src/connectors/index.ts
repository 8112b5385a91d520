import type { CashRegisterConnector } from '../domain/cash-register';
import { paykeeperKassa, type PayKeeperKassaSettings } from './paykeeper-kassa/index';

/** Every kind of register this service can print on, by the code that a merchant's register is configured with. */
export const connectorsWith = (settings: PayKeeperKassaSettings): ReadonlyMap<string, CashRegisterConnector> =>
  new Map([paykeeperKassa(settings)].map((connector) => [connector.code, connector]));
