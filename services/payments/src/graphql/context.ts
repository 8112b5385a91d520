import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { Deps } from '../use-cases/deps';

export type PaymentsContext = GraphContext<Readonly<{ deps: Deps }>>;
