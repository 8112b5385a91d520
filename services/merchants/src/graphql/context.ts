import type { GraphContext } from '@paygraph/shared/graphql/context';
import type { UseCases } from '../use-cases/index';

export type MerchantsContext = GraphContext<Readonly<{ useCases: UseCases }>>;
