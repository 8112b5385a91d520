import type { Database } from '@paygraph/shared/db/database';
import type { Tx } from '@paygraph/shared/db/sql';
import { isUuid, newId, type MerchantId } from '@paygraph/shared/ids';
import { appendEvents } from '@paygraph/shared/messaging/events';
import { err, ok, type Result } from '@paygraph/shared/result';
import { announcement, isOn, switchedOff, switchedOn, type NotYours, type SavedMethod, type Switcher } from '../domain/saved-method';
import { lastWording, recordConsent } from '../storage/consents';
import { dropDefault, findMethods, lockCustomer, updateMethod } from '../storage/saved-methods';
import { switched } from './saved-method-events';

/** Who acts: a buyer on the own methods, or the merchant's administrator on anybody's. */
export type Owner = Readonly<{ merchantId: MerchantId; who: Switcher; customerId: string | null }>;
export type ChangeError = NotYours | Readonly<{ kind: 'NotFound'; id: string }> | Readonly<{ kind: 'MethodIsOff' }>;
export type Changed = Result<SavedMethod, ChangeError>;
export type Change = (owner: Owner, id: string) => Promise<Changed>;

type Step = (tx: Tx, owner: Owner, method: SavedMethod) => Promise<Changed>;

const mayTouch = ({ who, customerId }: Owner, method: SavedMethod): boolean => who === 'admin' || method.customerId === customerId;

const locked = async (tx: Tx, owner: Owner, id: string): Promise<SavedMethod | null> => {
  const [found] = await findMethods(tx, [id]);
  if (!found || !mayTouch(owner, found)) return null;
  await lockCustomer(tx, found.customerId);
  // Read again: what was true before the lock may have changed while waiting for it.
  return (await findMethods(tx, [id]))[0] ?? null;
};

const changing =
  (db: Database, step: Step): Change =>
  async (owner, id) => {
    if (!isUuid(id)) return err({ kind: 'NotFound', id });
    return db.transaction(owner.merchantId, async (tx) => {
      const method = await locked(tx, owner, id);
      return method ? step(tx, owner, method) : err({ kind: 'NotFound', id });
    });
  };

const switchTo = async (tx: Tx, { merchantId, who }: Owner, { method, offBy }: { method: SavedMethod; offBy: readonly Switcher[] }): Promise<SavedMethod> => {
  if (offBy.length === method.offBy.length) return method;
  const type = announcement(method.offBy, offBy);
  const next = { ...method, offBy, isDefault: method.isDefault && isOn({ offBy }), version: method.version + (type ? 1 : 0) };
  await updateMethod(tx, next);
  const [now] = await tx.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  const at = now?.at ?? new Date();
  if (type) await appendEvents(tx, [switched(merchantId, next, { type, by: who, at })]);
  if (who === 'customer') await recordSwitch(tx, merchantId, { method: next, restored: offBy.length < method.offBy.length, at });
  return next;
};

const recordSwitch = async (tx: Tx, merchantId: MerchantId, { method, restored, at }: { method: SavedMethod; restored: boolean; at: Date }): Promise<void> => {
  const wordingVersion = restored ? await lastWording(tx, method.id) : null;
  const { id: savedMethodId, customerId } = method;
  await recordConsent(tx, merchantId, { id: newId(), savedMethodId, customerId, kind: restored ? 'restored' : 'withdrawn', wordingVersion, paymentId: null, happenedAt: at });
};

/** Puts a method out of use from this moment on; a buyer's off is written down as a withdrawn consent. Safe to repeat. */
export const switchOff = (db: Database): Change =>
  changing(db, async (tx, owner, method) => ok(await switchTo(tx, owner, { method, offBy: switchedOff(method.offBy, owner.who) })));

/** Takes the own off back; what somebody else switched off stays off, with the reason told. Safe to repeat. */
export const switchOn = (db: Database): Change =>
  changing(db, async (tx, owner, method) => {
    const offBy = switchedOn(method.offBy, owner.who);
    return offBy.ok ? ok(await switchTo(tx, owner, { method, offBy: offBy.value })) : offBy;
  });

/** Makes a method the one that is offered first. Only a method that is on can be. */
export const chooseDefault = (db: Database): Change =>
  changing(db, async (tx, _owner, method) => {
    if (!isOn(method)) return err({ kind: 'MethodIsOff' });
    if (method.isDefault) return ok(method);
    await dropDefault(tx, method.customerId);
    const next = { ...method, isDefault: true };
    await updateMethod(tx, next);
    return ok(next);
  });
