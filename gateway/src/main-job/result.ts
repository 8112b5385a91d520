import type { Played, Shop } from './play';

type Balance = { account: string; legalEntity: { id: string } | null; balance: { amount: number; formatted: string } };
type Order = { payments: object[]; receipts: object[]; timeline: { edges: { node: object }[] } } & Record<string, unknown>;
export type Result = Readonly<{ order: object; payments: readonly object[]; receipts: readonly object[]; timeline: readonly object[]; ledger: readonly Balance[]; ledgerBalanced: boolean }>;

const document = /* GraphQL */ `
  query Result($orderId: ID!) {
    order(id: $orderId) {
      id number status
      total { amount formatted }
      children { id number status total { amount } warehouse { id code } lines { id name quantityMilli total { amount } } }
      payments {
        id state
        amount { amount } authorized { amount } captured { amount } released { amount } refunded { amount }
        operations { id kind state amount { amount } }
      }
      receipts {
        id kind state seq qr url
        total { amount }
        childOrder { id number }
        fiscal { fn fd fp registeredAt }
        lines { name quantityMilli price { amount } total { amount } method vatCode }
      }
      timeline(first: 100) { edges { node { seq kind happenedAt facts { name value } } } }
    }
    ledgerBalances { account legalEntity { id } balance { amount formatted } }
  }
`;

/** The order with its payments, receipts and history as one question to the federated graph, and whether the books balance. */
export const readResult = async (shop: Shop, { order }: Pick<Played, 'order'>): Promise<Result> => {
  const data = await shop.admin<{ order: Order; ledgerBalances: Balance[] }>(document, { orderId: order.id });
  const { payments, receipts, timeline, ...rest } = data.order;
  const ledger = data.ledgerBalances;
  const ledgerBalanced = ledger.length > 0 && ledger.reduce((sum, { balance }) => sum + balance.amount, 0) === 0;
  return { order: rest, payments, receipts, timeline: timeline.edges.map(({ node }) => node), ledger, ledgerBalanced };
};
