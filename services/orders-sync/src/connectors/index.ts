import type { DeliverySignalSource } from '../domain/delivery-signals';
import { neutralDelivery } from './neutral-delivery/index';

/** Every connector that brings delivery signals, by the platform kind that merchants configure. */
export const deliverySources: Readonly<Record<string, DeliverySignalSource>> = { delivery: neutralDelivery };
