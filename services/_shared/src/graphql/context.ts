import type { Actor } from '../identity';
import { createLoaders, type Loaders } from './loaders';

/** What every resolver is given; a service adds its own fields to it. */
export type GraphContext<Own extends object = object> = Own & Readonly<{ actor: Actor; loaders: Loaders }>;

export const createContext = <Own extends object>(actor: Actor, own: Own): GraphContext<Own> => ({ ...own, actor, loaders: createLoaders() });

/** The same context with nothing loaded yet: for the next event of a subscription, which must not see the last event's rows. */
export const renewContext = <C extends GraphContext>(context: C): C => ({ ...context, loaders: createLoaders() });
