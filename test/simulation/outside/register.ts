import { strikes } from '../engine/faults';
import type { Network, Reply, Server } from './network';

/** Kopecks. `document` is the number that the fiscal drive gave. */
export type Printed = { readonly id: string; readonly key: string; readonly paymentId: string; readonly isReturn: boolean; readonly isClosing: boolean; readonly total: number; state: 'created' | 'success' | 'failed'; document: number | null };
export type Register = Readonly<{ server: Server; receipts: Printed[] }>;

const moscowMs = 3 * 3_600_000;
const sums = ['sum_cashless', 'sum_advance'];

/** A cash register of PayKeeper's kind: one receipt a key for ever, printed some seconds later. */
export const createRegister = ({ scheduler, hostility }: Network): Register => {
  const receipts: Printed[] = [];
  let documents = 0;

  const finish = (receipt: Printed): void => {
    receipt.state = strikes(scheduler, hostility, hostility.network / 6) ? 'failed' : 'success';
    if (receipt.state === 'success') receipt.document = documents += 1;
    scheduler.note(() => `  register: receipt ${receipt.id} is ${receipt.state}`);
  };

  const print = (form: Readonly<Record<string, unknown>>): Reply => {
    const key = String(form['receipt_key']);
    const earlier = receipts.find((receipt) => receipt.key === key);
    if (earlier) return { row: { result: 'success', receipt_id: earlier.id } };
    const total = Math.round(sums.reduce((sum, name) => sum + Number(form[name] ?? 0), 0) * 100);
    const receipt: Printed = {
      id: String(500 + receipts.length), key, paymentId: String(form['payment_id']), isReturn: form['type'] === 'refund', isClosing: form['is_post_sale'] === 'true', total, state: 'created', document: null,
    };
    receipts.push(receipt);
    scheduler.plan(`the register prints ${receipt.id}`, scheduler.random.below(scheduler.random.chance(0.8) ? 600 : 8_000), () => finish(receipt));
    return { row: { result: 'success', receipt_id: receipt.id } };
  };

  const rowOf = (receipt: Printed): object => ({
    id: receipt.id, receipt_key: receipt.key, status: receipt.state, sum: (receipt.total / 100).toFixed(2), error_message: receipt.state === 'failed' ? 'Ошибка кассы.' : null,
    ...(receipt.document === null ? {} : { fn_number: '9960440300000001', fiscal_document_number: String(receipt.document), fiscal_sign: String(1_000_000 + receipt.document), receipt_datetime: new Date(scheduler.now + moscowMs).toISOString().slice(0, 19).replace('T', ' ') }),
  });

  const routes: Readonly<Record<string, (fields: Readonly<Record<string, unknown>>) => Reply>> = {
    '/change/receipt/print/': print,
    '/info/receipts/byid/': ({ id }) => {
      const found = receipts.find((receipt) => receipt.id === id);
      return found ? { row: rowOf(found) } : { refusal: 'Чек не найден.' };
    },
    '/info/receipts/bypaymentid/': ({ id }) => ({ row: receipts.filter(({ paymentId }) => paymentId === id).map(rowOf) }),
    '/info/receipts/bydate/': () => ({ row: receipts.map(rowOf) }),
  };
  return { server: { name: 'register', handle: (path, fields) => routes[path]?.(fields) ?? { refusal: `no such path ${path}` } }, receipts };
};
