import { Client } from 'pg';
import { startInOrder } from '@paygraph/shared/service';
import { eventually } from '@paygraph/shared/testing/eventually';
import type { Shop, System } from '../host/system';
import { quickBank, useBank } from '../load/bank';
import { buy } from '../load/purchase';
import { copiesSql, oneCopySql, rowsOf } from './copies';
import { readTemplate, type Sold, type Template } from './template';

/** The orders that the system keeps: real purchases, and copies of one purchase of each shop with ids, numbers and times of their own. */
export type Store = Readonly<{
  db: Client;
  /** Rows that one purchase leaves behind, history and bookkeeping included. */
  rowsOfPurchase: number;
  /** One statement that writes the rows of one purchase, as new. */
  onePurchaseSql: string;
  count(): Promise<number>;
  /** Copies until there are so many orders, then brings Postgres' statistics up to date. */
  fillTo(orders: number): Promise<void>;
}>;

const workers = 2;
const chunk = 500;
const restMs = 2_500;
const sequence = 'public.copy_number';
// Far above the numbers of the copies that fill, which say their age.
const sequenceFrom = 1_000_000_000;

const connect = async (url: string): Promise<Client> => {
  const client = new Client({ connectionString: url });
  // The server goes down while we hold a connection when a run is broken off.
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

const sell = async (shop: Shop): Promise<Sold> => {
  let orderId = '';
  await buy(shop, { samples: new Map(), from: performance.now(), watch: async ({ id }) => void (orderId = id) });
  return { orderId, customerId: shop.customerId };
};

const unsent = `SELECT (SELECT count(*) FROM orders_sync.outbox) + (SELECT count(*) FROM payments.outbox) + (SELECT count(*) FROM fiscalization.outbox) AS waiting`;

const atRest = async (db: Client): Promise<void> => {
  const until = performance.now() + restMs;
  await eventually(async () => {
    const { rows } = await db.query<{ waiting: string }>(unsent);
    if (rows[0]?.waiting !== '0' || performance.now() < until) throw new Error('events are still on their way');
  }, 30_000);
};

const countOf = async (db: Client): Promise<number> => Number((await db.query<{ count: string }>('SELECT count(*) FROM orders_sync.orders')).rows[0]?.count);

type Filling = Readonly<{ url: string; texts: readonly string[]; next: { from: number }; end: number }>;

const fillAlone = async ({ url, texts, next, end }: Filling): Promise<void> => {
  const db = await connect(url);
  try {
    // Copies of what was checked need no checks; and what is lost in a crash of a bench is no loss.
    await db.query('SET session_replication_role = replica; SET synchronous_commit = off');
    while (next.from < end) {
      const from = next.from;
      next.from = Math.min(end, from + chunk);
      await db.query(texts[Math.floor(from / chunk) % texts.length] ?? '', [from, next.from - 1]);
    }
  } finally {
    await db.end();
  }
};

const tidy = async (db: Client): Promise<void> => {
  await db.query('VACUUM (ANALYZE)');
  await db.query('CHECKPOINT');
};

const templatesOf = async (db: Client, { shops }: System): Promise<readonly [Template, ...Template[]]> => {
  const sold = await Promise.all(shops.map(sell));
  await atRest(db);
  const templates: Template[] = [];
  for (const one of sold) templates.push(await readTemplate(db, one));
  const [first, ...rest] = templates;
  if (!first) throw new Error('There is no shop');
  return [first, ...rest];
};

/** Buys once in every shop and learns from the rows of that purchase how to write more of them. */
export const openStore = (system: System, say: (text: string) => void) =>
  startInOrder<Store>(async (keep) => {
    const db = await connect(system.ownerUrl);
    keep({ stop: () => db.end() });
    await useBank(system, quickBank);
    const templates = await templatesOf(db, system);
    await db.query(`CREATE SEQUENCE ${sequence} START ${sequenceFrom}`);
    const texts = templates.map(copiesSql);
    const next = { from: 0 };
    const fillTo = async (orders: number): Promise<void> => {
      const missing = orders - (await countOf(db));
      if (missing <= 0) return;
      const from = performance.now();
      const filling = { url: system.ownerUrl, texts, next, end: next.from + missing };
      await Promise.all(Array.from({ length: workers }, () => fillAlone(filling)));
      await tidy(db);
      say(`    filled up to ${orders} stored orders in ${((performance.now() - from) / 1_000).toFixed(0)} s`);
    };
    return { db, rowsOfPurchase: rowsOf(templates[0]), onePurchaseSql: oneCopySql(templates[0], sequence), count: () => countOf(db), fillTo };
  });
