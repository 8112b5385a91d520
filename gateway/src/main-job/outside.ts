const answerWithinMs = 10_000;

/** The hands of the people outside, through the simulators' own HTTP control plane: it works also when they run in another process. */
const act = async (url: string, path: string, body: object): Promise<unknown> => {
  const response = await fetch(new URL(path, url), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(answerWithinMs) });
  if (!response.ok) throw new Error(`The simulator refused ${path}: ${await response.text()}`);
  return response.json();
};

/** The buyer opens the bank's page and pays. */
export const payAsBuyer = (paykeeperUrl: string, pageUrl: string, extra: Readonly<Record<string, unknown>> = {}): Promise<unknown> => {
  const invoiceId = /\/bill\/(\d+)/.exec(pageUrl)?.[1];
  return act(paykeeperUrl, '/__sim/pay', { invoiceId, outcome: 'success', ...extra });
};

/** The carrier tells about a parcel of a child order. */
export const tellDelivery = (deliveryUrl: string, orderRef: string, kind: string): Promise<unknown> => act(deliveryUrl, '/__sim/deliver', { orderRef, kind });

/** Tells the bank's side and the carrier where the platform's webhooks are. */
export const connectOutside = async (o: { paykeeperUrl: string; deliveryUrl: string; notifyUrl: string; webhookUrl: string }): Promise<void> => {
  await act(o.paykeeperUrl, '/__sim/config', { notifyUrl: o.notifyUrl });
  await act(o.deliveryUrl, '/__sim/config', { webhookUrl: o.webhookUrl });
};
