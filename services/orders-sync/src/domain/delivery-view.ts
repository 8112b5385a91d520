import { staffCarrier } from './delivery-signals';
import { isFinal, parcelOf, type Parcel, type ParcelSignal, type ParcelState } from './parcel';

/** The delivery of a child order over all its parcels. `partial` and `lost` are for a person: nobody may guess which goods arrived. */
export type DeliveryView = Readonly<{ state: 'none' | 'moving' | 'returning' | 'returned' | 'handed_over' | 'partial' | 'lost'; at: Date | null }>;

const byParcel = (signals: readonly ParcelSignal[]): ParcelSignal[][] => {
  const parcels = new Map<string, ParcelSignal[]>();
  for (const signal of signals) {
    const key = `${signal.carrier}\u0000${signal.shipmentId}`;
    parcels.set(key, [...(parcels.get(key) ?? []), signal]);
  }
  return [...parcels.values()];
};

const stateOver = (states: readonly ParcelState[]): DeliveryView['state'] => {
  const all = (...wanted: readonly ParcelState[]): boolean => states.every((state) => wanted.includes(state));
  const some = (...wanted: readonly ParcelState[]): boolean => states.some((state) => wanted.includes(state));
  if (states.length === 0 || all('announced')) return 'none';
  if (all('handed_over')) return 'handed_over';
  if (all('returned')) return 'returned';
  if (all('returning', 'returned')) return 'returning';
  if (some('moving', 'announced')) return 'moving';
  return some('lost') && !some('handed_over', 'partial') ? 'lost' : 'partial';
};

const lastMoment = (parcels: readonly Parcel[]): Date | null => parcels.reduce<Date | null>((last, { at }) => (last && last > at ? last : at), null);

const viewOf = (signals: readonly ParcelSignal[]): DeliveryView => {
  const active = byParcel(signals).flatMap((own) => parcelOf(own) ?? []).filter(({ state }) => state !== 'cancelled');
  return { state: stateOver(active.map(({ state }) => state)), at: lastMoment(active) };
};

/**
 * Goods count as handed over when every parcel that was not cancelled is. What the merchant's own people say for good stands above
 * the carriers' words: it is how a partial hand-over and a lost parcel are settled. What they say in passing counts where no carrier speaks.
 */
export const deliveryView = (signals: readonly ParcelSignal[]): DeliveryView => {
  const own = signals.filter(({ carrier }) => carrier === staffCarrier);
  const carriers = signals.filter(({ carrier }) => carrier !== staffCarrier);
  const parcel = parcelOf(own);
  return carriers.length === 0 || (parcel && isFinal(parcel.state)) ? viewOf(own) : viewOf(carriers);
};
