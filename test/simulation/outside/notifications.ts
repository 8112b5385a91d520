import { createHash } from 'node:crypto';
import { acceptNotification } from '@paygraph/payments/use-cases/accept-notification';
import { contractId, merchantId } from '../shop';
import { secretWord, type PaymentsNode } from '../payments-node';
import { roubles, type BankPayment } from './bank';
import type { Network } from './network';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const moscowMs = 3 * 3_600_000;
const moscow = (ms: number): string => new Date(ms + moscowMs).toISOString().slice(0, 19).replace('T', ' ');

const bodyOf = ({ id, amount, clientId, reference, obtainedAt, holdEnds }: BankPayment): Buffer => {
  const sum = roubles(amount);
  const key = md5(`${id}${sum}${clientId}${reference}${secretWord}`);
  const fields = { id, sum, clientid: clientId, orderid: reference, key, obtain_datetime: moscow(obtainedAt), ...(holdEnds === null ? {} : { batch_date: moscow(holdEnds).slice(0, 10) }) };
  return Buffer.from(new URLSearchParams(fields).toString());
};

const repeatsMs = [30_000, 300_000, 3_600_000];

/** How the bank tells of a payment: until it hears OK or gives up, sometimes more than once, late, or never. */
export const tellOf = ({ scheduler }: Network, payment: BankPayment, nodes: () => readonly PaymentsNode[]): void => {
  const { random } = scheduler;
  const raw = bodyOf(payment);
  const again = (attempt: number): void => {
    const pause = repeatsMs[attempt];
    if (pause !== undefined && !payment.acknowledged) scheduler.plan(`the bank tells of ${payment.id} again`, pause, () => tell(attempt + 1));
  };
  const tell = (attempt: number): void => {
    const awake = nodes().filter(({ place }) => scheduler.isAwake(place));
    if (awake.length === 0) return again(attempt);
    const node = random.pick(awake);
    scheduler.note(() => `  ${node.place.name} hears of payment ${payment.id}`);
    acceptNotification(node.deps, { provider: 'paykeeper', merchantId, contractId, raw, contentType: 'application/x-www-form-urlencoded' }).then(
      ({ body }) => void (payment.acknowledged ||= body === `OK ${md5(payment.id + secretWord)}`),
      () => undefined,
    );
    again(attempt);
  };
  if (random.chance(0.08)) return;
  const copies = random.chance(0.2) ? 2 : 1;
  for (let copy = 0; copy < copies; copy += 1) scheduler.plan(`the bank tells of ${payment.id}`, random.chance(0.15) ? random.below(7_200_000) : random.below(2_000), () => tell(0));
};
