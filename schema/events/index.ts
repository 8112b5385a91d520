import type { z } from 'zod';
import type { TopicCatalogue } from './envelope';
import { fiscalizationReceipt } from './fiscalization';
import { merchantsConfiguration } from './merchants';
import { ordersDelivery, ordersOrder, ordersTimeline } from './orders';
import { paymentsPayment } from './payments';
import { tokensSavedMethod } from './tokens';

/** Everything that crosses from one service to another, and to outsiders. */
export const catalogue: readonly TopicCatalogue[] = [
  merchantsConfiguration, ordersOrder, ordersDelivery, ordersTimeline, paymentsPayment, fiscalizationReceipt, tokensSavedMethod,
];

type Catalogues = typeof merchantsConfiguration | typeof ordersOrder | typeof ordersDelivery | typeof ordersTimeline | typeof paymentsPayment | typeof fiscalizationReceipt | typeof tokensSavedMethod;
type TypesOf<C> = C extends { types: infer T } ? T : never;
type AllTypes = { [C in Catalogues as C['topic']]: TypesOf<C> };

export type Topic = keyof AllTypes;
export type EventType<T extends Topic> = keyof AllTypes[T] & string;
/** The body of an event as its writer must give it. */
export type EventBody<T extends Topic, K extends EventType<T>> = AllTypes[T][K] extends z.ZodType<infer B> ? B : never;
