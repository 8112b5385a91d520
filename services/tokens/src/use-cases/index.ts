import type { Database } from '@paygraph/shared/db/database';
import { chooseDefault, switchOff, switchOn, type Change } from './change-method';
import { readsOf, type Reads } from './read';

/** Everything that people do with saved methods; cards are added only by payments, through their event. */
export type UseCases = Readonly<{ switchOff: Change; switchOn: Change; chooseDefault: Change; reads: Reads }>;

export const useCasesOf = (db: Database): UseCases => ({ switchOff: switchOff(db), switchOn: switchOn(db), chooseDefault: chooseDefault(db), reads: readsOf(db) });
