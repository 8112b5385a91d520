import { isDeepStrictEqual } from 'node:util';
import type { Database, Tx } from '@paygraph/shared/db/database';
import { isUuid, newId, type MerchantId } from '@paygraph/shared/ids';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { err, ok, type Result } from '@paygraph/shared/result';
import { firstProblem, type Problem } from '../domain/rule';
import type { Routing } from '../domain/routing';
import { rulesFor } from '../domain/thing-rules';
import type { Draft, Kind, Sealed, Stored, Things } from '../domain/things';
import type { AddressPolicy } from '../domain/web-address';
import { findById, findByIds, findByNatural, insert, tables, update } from '../storage/table';
import { configured } from './configuration-event';
import { sealSecret, type PeerKeys, type Secret } from './seal-credentials';

export type ConfigurationError = ({ kind: 'ValidationFailed' } & Problem) | { kind: 'NotFound'; entity: Kind; id: string };
export type Configured<K extends Kind> = Result<Stored<Things[K]>, ConfigurationError>;
export type ConfigureDeps = Readonly<{ db: Database; policy: AddressPolicy; peerKeys: PeerKeys }>;
/** Without `id` the thing is found by its natural key (INN, code, name) or made; with an unknown id it is made under that id. */
export type ConfigureInput<K extends Kind> = Readonly<{ kind: K; merchantId: MerchantId; id?: string; draft: Draft<Things[K]>; secret?: Secret }>;
type Attempt<K extends Kind> = Omit<ConfigureInput<K>, 'secret'> & Readonly<{ sealed?: Sealed }>;

const invalid = (problem: Problem): ConfigurationError => ({ kind: 'ValidationFailed', ...problem });
const notFound = (entity: Kind, id: string): ConfigurationError => ({ kind: 'NotFound', entity, id });

/** One change at a time for a merchant: what was read here still holds when it is written. */
const lockConfiguration = (tx: Tx, merchantId: MerchantId): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('configuration:' || $1, 0))`, [merchantId]);

const namedByRouting = ({ rules }: Routing): readonly (readonly [Kind, readonly string[]])[] => [
  ['Contract', rules.flatMap(({ contractIds }) => contractIds)],
  ['LegalEntity', rules.flatMap(({ legalEntityIds }) => legalEntityIds)],
  ['Vendor', rules.flatMap(({ vendorIds }) => vendorIds)],
];

/** Other things of the merchant that a draft names. */
const namedBy = (draft: object): readonly (readonly [Kind, readonly string[]])[] => [
  ['LegalEntity', 'legalEntityId' in draft && typeof draft.legalEntityId === 'string' ? [draft.legalEntityId] : []],
  ...('rules' in draft && 'hiding' in draft ? namedByRouting(draft as Routing) : []),
];

const missingNamed = async <K extends Kind>(tx: Tx, { kind, merchantId, draft }: Attempt<K>): Promise<ConfigurationError | null> => {
  if (kind !== 'Merchant' && !(await findById(tx, tables.Merchant, merchantId))) return notFound('Merchant', merchantId);
  for (const [named, ids] of namedBy(draft)) {
    const known = new Set((await findByIds(tx, tables[named], ids.filter(isUuid))).map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) return notFound(named, missing);
  }
  return null;
};

type Found<K extends Kind> = Result<Stored<Things[K]> | null, ConfigurationError>;

const findExisting = async <K extends Kind>(tx: Tx, { kind, id, draft }: Attempt<K>): Promise<Found<K>> => {
  const table = tables[kind];
  const byNatural = await findByNatural(tx, table, draft as Things[K]);
  const existing = id === undefined ? byNatural : await findById(tx, table, id);
  if (byNatural === null || byNatural.id === existing?.id) return ok(existing);
  return err(invalid({ field: table.natural ?? 'id', message: `Another ${kind} has this ${table.natural} already; change that one, by its id ${byNatural.id}, or choose another ${table.natural}.` }));
};

const withSecret = <K extends Kind>({ kind, draft, sealed }: Attempt<K>, existing: Stored<Things[K]> | null): Things[K] | null => {
  if (!tables[kind].columns.some((column) => column === 'sealed')) return draft as Things[K];
  const kept = sealed ?? (existing && 'sealed' in existing ? existing.sealed : undefined);
  return kept === undefined ? null : ({ ...draft, sealed: kept } as unknown as Things[K]);
};

const store = async <K extends Kind>(tx: Tx, input: Attempt<K>, { thing, existing }: { thing: Things[K]; existing: Stored<Things[K]> | null }): Promise<Configured<K>> => {
  const { kind, merchantId } = input;
  const next: Stored<Things[K]> = { ...thing, id: existing?.id ?? input.id ?? newId(), version: (existing?.version ?? 0) + 1 };
  // The same configuration given twice is one change: no version, no event.
  if (existing && isDeepStrictEqual(existing, { ...next, version: existing.version })) return ok(existing);
  if (existing) await update(tx, tables[kind], next);
  else if (!(await insert(tx, tables[kind], { merchantId, thing: next }))) return err(notFound(kind, next.id));
  await appendEvents(tx, [configured(kind, merchantId, next)]);
  return ok(next);
};

/** `configure` inside the caller's transaction; the rules of the draft were checked before. */
export const change = async <K extends Kind>(tx: Tx, input: Attempt<K>): Promise<Configured<K>> => {
  await lockConfiguration(tx, input.merchantId);
  const missing = await missingNamed(tx, input);
  if (missing) return err(missing);
  const found = await findExisting(tx, input);
  if (!found.ok) return found;
  const thing = withSecret(input, found.value);
  if (!thing) return err(invalid({ field: 'credentials', message: 'Give the credentials: nothing is stored yet that could be kept.' }));
  return store(tx, input, { thing, existing: found.value });
};

/** Saves one configured thing and tells the world, or says what keeps it from being saved. Safe to repeat. */
export const configure =
  ({ db, policy, peerKeys }: ConfigureDeps) =>
  async <K extends Kind>({ secret, ...input }: ConfigureInput<K>): Promise<Configured<K>> => {
    const problem = firstProblem(rulesFor(policy)[input.kind], input.draft);
    if (problem) return err(invalid(problem));
    if (input.id !== undefined && !isUuid(input.id)) return err(notFound(input.kind, input.id));
    const sealed = secret && (await sealSecret(peerKeys, secret));
    if (sealed && !sealed.ok) return err(invalid(sealed.error));
    return db.transaction(input.merchantId, (tx) => change(tx, { ...input, sealed: sealed?.value }));
  };
