import type { DeliverySignalSource } from '../../domain/delivery-signals';
import { readSignal } from './read-signal';
import { checkSignature } from './signature';

/** Carriers, couriers and pick-up points that speak the neutral signal themselves; see MAPPING.md. */
export const neutralDelivery: DeliverySignalSource = { name: 'neutral-delivery', authenticate: checkSignature, read: readSignal };
