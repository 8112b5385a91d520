import type { Check, Found } from './books';

/** What was told by the bank and the carrier, and acknowledged, is not lost; a carrier repeats until it is acknowledged. */
export const outsideHeard: Check = {
  name: 'outside heard',
  about: 'every notification and every signal that was acknowledged has left its trace',
  run: ({ bank, carrier, operations, payments, signals, orders, children }) => {
    const orderOf = new Map(payments.map(({ id, order_id }) => [id, order_id]));
    const arrived = new Set(operations.filter(({ kind }) => kind === 'authorize' || kind === 'surplus').map(({ payment_id, provider_payment_id }) => `${payment_id} ${provider_payment_id}`));
    const acknowledged = new Set(bank.acknowledged.map(({ merchantId, paymentId }) => `${merchantId} ${paymentId}`));
    const known = new Map(signals.map(({ merchant_id, signal_id, child_order_id }) => [`${merchant_id} ${signal_id}`, child_order_id]));
    const merchantOf = new Map(orders.map(({ id, merchant_id }) => [id, merchant_id]));
    const orderOfRef = new Map(children.map(({ number, order_id }) => [`${merchantOf.get(order_id)} ${number}`, order_id]));
    const unheard = bank.payments.filter(({ merchantId, paymentId, orderId }) => acknowledged.has(`${merchantId} ${paymentId}`) && !arrived.has(`${orderId} ${paymentId}`));
    return [
      ...unheard.map(({ paymentId, orderId }): Found => ({ text: `the bank's payment ${paymentId} was acknowledged and is not booked`, orderId: orderOf.get(orderId) })),
      ...carrier.signals.flatMap(({ signalId, orderRef, kind, accepted, merchantId }): Found[] => {
        const orderId = orderOfRef.get(`${merchantId} ${orderRef}`);
        if (accepted === 0) return [{ text: `the signal ${kind} of ${orderRef} was never acknowledged`, orderId }];
        return known.get(`${merchantId} ${signalId}`) ? [] : [{ text: `the signal ${kind} of ${orderRef} was acknowledged and belongs to no child order`, orderId }];
      }),
    ];
  },
};
