import type { MerchantId, PaymentId } from '@paygraph/shared/ids';
import { readPayment } from '../storage/payments';
import type { Deps } from './deps';

// In case the page is opened by another process, whose signals do not reach us.
const lookMs = 500;

/** Resolves when the payment left `created`, or has its page, or the patience is over. */
export const waitForPage = async ({ db, signals, settings }: Deps, merchantId: MerchantId, paymentId: PaymentId): Promise<void> => {
  const deadline = Date.now() + settings.pageWaitMs;
  for (;;) {
    const signalled = signals.next(paymentId, Math.max(Math.min(lookMs, deadline - Date.now()), 0));
    const found = await db.read(merchantId, (sql) => readPayment(sql, paymentId));
    const isOpen = !found || found.payment.pageUrl !== null || found.payment.state !== 'created';
    if (isOpen || Date.now() >= deadline) return;
    await signalled;
  }
};
