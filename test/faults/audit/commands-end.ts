import type { Books, Check, Found } from './books';
import type { Command } from './told';

type Facts = Readonly<{
  orders: ReadonlyMap<string, Books['orders'][number]>;
  children: ReadonlyMap<string, Books['children'][number]>;
  payments: ReadonlyMap<string, Books['payments'][number]>;
  operations: Books['operations'];
  refunds: ReadonlyMap<string, string>;
}>;
type End = (command: Command, facts: Facts) => boolean;

const childIs = (...statuses: readonly string[]): End => ({ ids }, { children }) => statuses.includes(children.get(ids['childOrderId'] ?? '')?.status ?? '');
const isOver = ({ state }: { state: string }): boolean => state === 'succeeded' || state === 'failed';
const operationOf = (kind: string): End => ({ ids }, { operations }) => operations.some((operation) => operation.payment_id === ids['paymentId'] && operation.kind === kind && isOver(operation));

/** How each accepted command ends. */
const ends: Readonly<Record<string, End>> = {
  placeOrder: ({ orderId }, { orders }) => orders.has(orderId),
  startPayment: (command, facts) => facts.payments.has(command.ids['paymentId'] ?? '') && operationOf('open_page')(command, facts),
  confirmPicking: childIs('picked', 'in_delivery', 'handed_over', 'completed', 'returning', 'returned', 'cancelled'),
  recordDelivery: childIs('handed_over', 'completed', 'returning', 'returned'),
  cancelOrder: ({ orderId }, { orders }) => orders.get(orderId)?.status === 'cancelled',
  voidPayment: operationOf('void'),
  refundPayment: ({ key }, { refunds, operations }) => operations.some((operation) => operation.id === refunds.get(key) && isOver(operation)),
  requestReturn: ({ ids }, { children }) => (children.get(ids['childOrderId'] ?? '')?.returned ?? 0) > 0,
};

/** What a client was told to be accepted has come to its end. */
export const commandsEnd: Check = {
  name: 'commands end',
  about: 'each command that a client was told to be accepted has its end',
  run: ({ told, orders, children, payments, operations, refundKeys }) => {
    const facts: Facts = {
      orders: new Map(orders.map((row) => [row.id, row])), children: new Map(children.map((row) => [row.id, row])), payments: new Map(payments.map((row) => [row.id, row])),
      operations, refunds: new Map(refundKeys.map(({ key, operation_id }) => [key, operation_id])),
    };
    return told.commands.filter((command) => !ends[command.name]?.(command, facts)).map(({ name, key, orderId }): Found => ({ text: `${name} (${key}) was accepted and has no end`, orderId }));
  },
};
