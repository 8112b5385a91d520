import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { Deps } from '../use-cases/deps';
import type { Reads } from '../use-cases/read-payments';

export type PaymentsContext = GraphContext<Readonly<{ deps: Deps; reads: Reads }>>;
