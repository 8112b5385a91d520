import type { Shop } from './shop';
import type { World } from './world';

type Told = Readonly<{ type: string; body: Record<string, unknown> }>;

/** The events of a payment, in their order. */
export const eventsOf = (world: World, paymentId: string): Promise<Told[]> =>
  world.owner.query<Told>(`SELECT type, body FROM event_log WHERE aggregate_id = $1 ORDER BY aggregate_version`, [paymentId]);

export const eventTypes = async (world: World, paymentId: string): Promise<string[]> => (await eventsOf(world, paymentId)).map(({ type }) => type);

const lines = async (world: World, sql: string, params: readonly unknown[] = []): Promise<string[]> => (await world.owner.query<{ line: string }>(sql, params)).map(({ line }) => line);

/** What is wrong with the books of the whole service; an empty list when every invariant holds. */
export const brokenBooks = async (world: World): Promise<string[]> => [
  ...(await lines(world, `SELECT 'movement ' || operation_id || ' is not balanced' AS line FROM ledger_entry GROUP BY operation_id, movement HAVING sum(amount) <> 0`)),
  ...(await lines(world, `SELECT 'payment ' || id || ' took more than was authorized' AS line FROM payment WHERE captured + released > authorized`)),
  ...(await lines(world, `SELECT 'payment ' || id || ' gave back more than was taken' AS line FROM payment WHERE refunded + refund_pending > captured`)),
  ...(await lines(world, `
    SELECT 'hold of ' || p.id || ' differs between ledger and payment' AS line FROM payment p
    WHERE p.authorized - p.captured - p.released <> coalesce((SELECT sum(amount) FROM ledger_entry l WHERE l.payment_id = p.id AND account = 'hold'), 0)`)),
  ...(await lines(world, `
    SELECT 'receivable of ' || p.id || ' differs between ledger and payment' AS line FROM payment p
    WHERE p.captured - p.refunded <> coalesce((SELECT sum(amount) FROM ledger_entry l WHERE l.payment_id = p.id AND account = 'acquirer_receivable'), 0)`)),
  ...(await lines(world, `
    SELECT 'events of ' || p.id || ' have a gap' AS line FROM payment p
    WHERE p.version <> (SELECT count(*) FROM event_log e WHERE e.aggregate_id = p.id::text) OR p.version <> (SELECT max(aggregate_version) FROM event_log e WHERE e.aggregate_id = p.id::text)`)),
];

/** What differs between the bank's books and ours about one payment's money, in words; empty when they agree to the kopeck. */
export const bankDifferences = async (world: World, shop: Shop, paymentId: string): Promise<string[]> => {
  const [ours] = await world.owner.query<Record<string, string>>('SELECT authorized, captured, released, refunded, provider_payment_id FROM payment WHERE id = $1', [paymentId]);
  const bank = shop.bank.control.books().payments.find((payment) => payment.paymentId === ours?.['provider_payment_id']);
  if (!ours || !bank) return [`payment ${paymentId} is missing on one side`];
  const sums = { authorized: bank.authorised, captured: bank.captured, released: bank.released, refunded: bank.refunded };
  return Object.entries(sums).flatMap(([name, theirs]) => (Number(ours[name]) === theirs ? [] : [`${name}: ours ${ours[name]}, the bank's ${theirs}`]));
};
