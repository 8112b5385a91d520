import { storeRaw, type RawSignal } from '../storage/delivery-signals';
import type { Desk } from './desk';

/** An authentic call that could not be read is kept as it came, for the person who asks the sender why. */
export const keepUnreadable = (desk: Desk, signal: RawSignal): Promise<string> => desk.db.transaction(signal.merchantId, (tx) => storeRaw(tx, signal));
