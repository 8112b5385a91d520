import type { Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import { markHandedOver } from '../storage/orders';
import { learnPayment, type PaymentNews } from '../storage/payments';

/** What an event adds to what is known, before anything is planned from it. `day` is the Moscow day of the hand-over. */
export type News = Readonly<{ payment: PaymentNews }> | Readonly<{ handedOver: Readonly<{ childOrderId: string; day: string }> }>;

export const takeNews = (tx: Tx, merchantId: MerchantId, news: News): Promise<void> =>
  'payment' in news ? learnPayment(tx, merchantId, news.payment) : markHandedOver(tx, news.handedOver.childOrderId, news.handedOver.day);
