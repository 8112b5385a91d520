import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { TimelineWakes } from '../timeline/wakes';
import type { Desk } from '../use-cases/desk';
import type { Reads } from '../use-cases/read';

export type OrdersContext = GraphContext<Readonly<{ desk: Desk; reads: Reads; wakes: TimelineWakes }>>;
