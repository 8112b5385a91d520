import type { DeliverySignal, SignalKind } from './delivery-signals';

export type ParcelSignal = Pick<DeliverySignal, 'carrier' | 'shipmentId' | 'direction' | 'kind' | 'occurredAt'>;
export type ParcelState = 'announced' | 'moving' | 'partial' | 'returning' | 'cancelled' | 'handed_over' | 'returned' | 'lost';
export type Parcel = Readonly<{ state: ParcelState; at: Date }>;

/** What a kind says about the parcel; `null`: it says nothing (`unknown`), or takes something back (`withdrawn`). */
export const stateOfKind: Readonly<Record<SignalKind, ParcelState | null>> = {
  registered: 'announced',
  accepted: 'moving',
  in_transit: 'moving',
  arrived: 'moving',
  out_for_delivery: 'moving',
  attempt_failed: 'moving',
  handed_over: 'handed_over',
  partially_handed_over: 'partial',
  refused: 'returning',
  return_started: 'returning',
  returned_to_sender: 'returned',
  lost: 'lost',
  cancelled: 'cancelled',
  withdrawn: null,
  unknown: null,
};

/** On the way back a parcel that is handed over is handed to its sender: that closes no sale. */
const onReturn: Readonly<Record<ParcelState, ParcelState>> = {
  announced: 'returning', moving: 'returning', partial: 'returning', returning: 'returning', cancelled: 'cancelled', handed_over: 'returned', returned: 'returned', lost: 'lost',
};

const finals: readonly ParcelState[] = ['handed_over', 'returned', 'lost'];
export const isFinal = (state: ParcelState): boolean => finals.includes(state);

type Said = Readonly<{ state: ParcelState; at: Date }>;

const saidBy = ({ kind, direction, occurredAt }: ParcelSignal): Said[] => {
  const state = stateOfKind[kind];
  return state ? [{ state: direction === 'return' ? onReturn[state] : state, at: occurredAt }] : [];
};

/** The first final word stands; only a lost parcel may still be found. */
const standing = (said: readonly Said[]): Said | undefined => said.find(({ state }) => state !== 'lost') ?? said[0];

const latest = (said: readonly Said[]): Said | undefined => said.reduce<Said | undefined>((last, next) => (last && last.at > next.at ? last : next), undefined);

/**
 * The state of one parcel from all its signals, given in the order of receipt. Late and repeated signals change nothing: a final
 * state ends only by `withdrawn`, which takes back every final word spoken up to its own moment, also one that comes in later.
 */
export const parcelOf = (signals: readonly ParcelSignal[]): Parcel | null => {
  const withdrawnUpTo = Math.max(...signals.filter(({ kind }) => kind === 'withdrawn').map(({ occurredAt }) => occurredAt.getTime()), -Infinity);
  const said = signals.flatMap(saidBy);
  const final = standing(said.filter(({ state, at }) => isFinal(state) && at.getTime() > withdrawnUpTo));
  if (final) return final;
  const open = latest(said.filter(({ state }) => !isFinal(state)));
  if (open) return open;
  return said.length > 0 ? { state: 'moving', at: new Date(withdrawnUpTo) } : null;
};
