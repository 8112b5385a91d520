import type { Kind, Stored, Things } from '../domain/things';
import type { MerchantsContext } from './context';

/** One thing of the actor's merchant, loaded together with all others of its kind that this request asks for. */
export const load = <K extends Kind>({ actor, loaders, useCases }: MerchantsContext, kind: K, id: string): Promise<Stored<Things[K]> | null> =>
  loaders.of<string, Stored<Things[K]>>(kind, (ids) => useCases.reads.byIds(kind, actor.merchantId, ids)).load(id);

export const loadMany = <K extends Kind>(context: MerchantsContext, kind: K, ids: readonly unknown[]): Promise<(Stored<Things[K]> | null)[]> =>
  Promise.all(ids.map((id) => (typeof id === 'string' ? load(context, kind, id) : null)));
