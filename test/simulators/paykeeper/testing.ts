import { Api, eventually } from '../kit/testing/api';
import { acknowledge, startShop, type Shop } from '../kit/testing/shop';
import { startPayKeeperSimulator, type PayKeeperOptions, type PayKeeperSimulator } from './index';

export type Row = Readonly<Record<string, string>>;
export type Result = Readonly<{ result: string; msg?: string }>;
export type Scene = Readonly<{ bank: PayKeeperSimulator; shop: Shop; api: Api; stop: () => Promise<void> }>;

/** A bank and a shop that acknowledges. */
export const startScene = async (options: PayKeeperOptions = {}): Promise<Scene> => {
  const shop = await startShop();
  const bank = await startPayKeeperSimulator({ notifyUrl: shop.url, refundDelayMs: 20, notificationRetryMs: [10, 10], ...options });
  shop.answer = acknowledge(bank.secret);
  const stop = async (): Promise<void> => {
    await bank.stop();
    await shop.stop();
  };
  return { bank, shop, api: new Api(bank), stop };
};

export const invoiceFor = async ({ api }: Scene, pay_amount: string, more: Row = {}): Promise<string> =>
  (await api.command<{ invoice_id: string }>('/change/invoice/preview/', { pay_amount, orderid: 'order-42', clientid: 'Иванов Иван', ...more })).invoice_id;

/** An invoice that the buyer paid by card; the payment's id. */
export const paidFor = async (scene: Scene, amount: string, more: Row = {}): Promise<string> => {
  const { paymentId } = await scene.bank.control.pay({ invoiceId: await invoiceFor(scene, amount, more), outcome: 'success' });
  return paymentId;
};

export const readPayment = async ({ api }: Scene, id: string): Promise<Row> => {
  const [row] = await api.get<Row[]>('/info/payments/byid/', { id });
  if (row === undefined) throw new Error(`No payment ${id}`);
  return row;
};

export const reverse = ({ api }: Scene, id: string, fields: Row = {}): Promise<Result> => api.command('/change/payment/reverse/', { id, partial: 'false', ...fields });
export const capture = ({ api }: Scene, id: string): Promise<Result> => api.command('/change/payment/capture/', { id });

/** The bank's books on a payment once nothing is on its way back. */
export const settledBook = ({ bank }: Scene, id: string) =>
  eventually(() => bank.control.books().payments.find(({ paymentId }) => paymentId === id), (book) => book?.refundsStarted === 0);
