import type { Actor } from '@paygraph/shared/identity';
import type { Sql } from '@paygraph/shared/db/database';
import { isUuid, type OrderId } from '@paygraph/shared/ids';
import {
  childrenByIds, childrenOfOrders, linesOfChildren, linesOfOrders, orderByNumber, ordersByIds, ordersPage, type ChildView, type LineView, type OrdersAsk, type OrderView, type Viewer,
} from '../storage/read-orders';
import { entriesOfMerchant, entriesOfOrder, type Entry, type FeedPlace } from '../storage/timeline';
import type { Desk } from './desk';
import { viewerOf } from './viewer';

type Ids = readonly string[];
export type FeedPage = Readonly<{ entries: readonly Entry[]; waits: boolean }>;

/** Everything that may be read, always through the eyes of the actor: the merchant by row-level security, the owner by each query. */
export type Reads = Readonly<{
  orders(actor: Actor, ids: Ids): Promise<(OrderView | null)[]>;
  orderByNumber(actor: Actor, number: string): Promise<OrderView | null>;
  page(actor: Actor, ask: OrdersAsk): Promise<OrderView[]>;
  children(actor: Actor, ids: Ids): Promise<(ChildView | null)[]>;
  childrenOf(actor: Actor, orderIds: Ids): Promise<ChildView[][]>;
  linesOf(actor: Actor, childOrderIds: Ids): Promise<LineView[][]>;
  /** One round trip; lines only of the children that are given back. */
  whole(actor: Actor, orderId: string): Promise<WholeOrder>;
  entriesOf(actor: Actor, ask: { orderId: string; after: number; limit: number }): Promise<Entry[]>;
  feed(actor: Actor, ask: { after: FeedPlace; limit: number }): Promise<FeedPage>;
}>;

export type WholeOrder = Readonly<{ order: OrderView | null; children: readonly ChildView[]; linesOf: ReadonlyMap<string, readonly LineView[]> }>;

const inOrderOf = <T extends { id: string }>(ids: Ids, rows: readonly T[]): (T | null)[] => {
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => found.get(id) ?? null);
};

const groupedBy = <T>(ids: Ids, rows: readonly T[], owner: (row: T) => string): T[][] => ids.map((id) => rows.filter((row) => owner(row) === id));

const readWhole = (sql: Sql, viewer: Viewer, id: string) => Promise.all([ordersByIds(sql, viewer, [id]), childrenOfOrders(sql, viewer, [id]), linesOfOrders(sql, [id])]);

export const readsOf = ({ db }: Desk): Reads => ({
  orders: async (actor, ids) => inOrderOf(ids, await db.read(actor.merchantId, (tx) => ordersByIds(tx, viewerOf(actor), ids.filter(isUuid)))),
  orderByNumber: (actor, number) => db.read(actor.merchantId, (tx) => orderByNumber(tx, viewerOf(actor), number)),
  page: (actor, ask) => db.read(actor.merchantId, (tx) => ordersPage(tx, viewerOf(actor), ask)),
  children: async (actor, ids) => inOrderOf(ids, await db.read(actor.merchantId, (tx) => childrenByIds(tx, viewerOf(actor), ids.filter(isUuid)))),
  childrenOf: async (actor, ids) => groupedBy(ids, await db.read(actor.merchantId, (tx) => childrenOfOrders(tx, viewerOf(actor), ids)), ({ orderId }) => orderId),
  linesOf: async (actor, ids) => groupedBy(ids, await db.read(actor.merchantId, (tx) => linesOfChildren(tx, ids)), ({ childOrderId }) => childOrderId),
  whole: async (actor, id) => {
    if (!isUuid(id)) return { order: null, children: [], linesOf: new Map() };
    const [orders, children, lines] = await db.read(actor.merchantId, (sql) => readWhole(sql, viewerOf(actor), id));
    return { order: inOrderOf([id], orders)[0] ?? null, children, linesOf: new Map(children.map((child) => [child.id, lines.filter(({ childOrderId }) => childOrderId === child.id)])) };
  },
  entriesOf: (actor, { orderId, ...ask }) => db.read(actor.merchantId, (tx) => entriesOfOrder(tx, { orderId: orderId as OrderId, ...ask })),
  feed: (actor, ask) => db.read(actor.merchantId, (tx) => entriesOfMerchant(tx, { merchantId: actor.merchantId, ...ask })),
});
