import { sqlState } from '@paygraph/shared/db/errors';
import { newId } from '@paygraph/shared/ids';
import { capturedPayment, type ShownPayment } from '../testing/ask';
import { openShop, type Shop } from '../testing/shop';
import { startWorld, type World } from '../testing/world';

describe('the database itself', () => {
  let world: World;
  let shop: Shop;
  let payment: ShownPayment;

  beforeAll(async () => {
    world = await startWorld();
    shop = await openShop(world);
    ({ payment } = await capturedPayment(world, shop));
  });
  afterAll(async () => {
    await shop.stop();
    await world.stop();
  });

  const refusal = async (text: string, params: readonly unknown[] = []): Promise<string | undefined> => world.owner.query(text, params).then(() => 'done', (error: unknown) => sqlState(error) ?? String(error));

  it.each([
    ['more captured than authorized', 'UPDATE payment SET captured = authorized + 1 WHERE id = $1', '23514'],
    ['more given back than taken', 'UPDATE payment SET refunded = captured, refund_pending = 1 WHERE id = $1', '23514'],
    ['more authorized than asked', 'UPDATE payment SET authorized = amount + 1 WHERE id = $1', '23514'],
    ['an operation that has ended to change', `UPDATE operation SET state = 'requested' WHERE payment_id = $1`, '23001'],
    ['an operation to vanish', 'DELETE FROM operation WHERE payment_id = $1', '23001'],
    ['a ledger row to change', 'UPDATE ledger_entry SET amount = amount WHERE payment_id = $1', '23001'],
    ['a ledger row to vanish', 'DELETE FROM ledger_entry WHERE payment_id = $1', '23001'],
    ['the bank event log to change', `UPDATE provider_call SET outcome = 'x' WHERE payment_id = $1`, '23001'],
  ])('does not let %s, not even for its owner', async (_what, text, code) => expect(await refusal(text, [payment.id])).toBe(code));

  it('does not let the ledger be emptied', async () => expect(await refusal('TRUNCATE ledger_entry')).toBe('23001'));

  const entries = (amounts: readonly number[]) => {
    const rows = amounts.map((amount, index) => `((SELECT merchant_id FROM p), 'test', (SELECT id FROM p), (SELECT o FROM p), (SELECT contract_id FROM p), '${index === 0 ? 'buyer' : 'hold'}', ${amount}, 'RUB')`);
    return `WITH p AS (SELECT *, (SELECT id FROM operation WHERE payment_id = payment.id LIMIT 1) AS o FROM payment WHERE id = $1)
      INSERT INTO ledger_entry (merchant_id, movement, payment_id, operation_id, contract_id, account, amount, currency) VALUES ${rows.join(', ')}`;
  };

  it('takes movements that add up to zero, once, and no others', async () => {
    expect(await refusal(entries([5, -4]), [payment.id])).toBe('23514');
    expect(await refusal(entries([5]), [payment.id])).toBe('23514');
    expect(await refusal(entries([5, -5]), [payment.id])).toBe('done');
    expect(await refusal(entries([5, -5]), [payment.id])).toBe('23505');
  });

  it('lets an order have one payment with money and one open page', async () => {
    const copy = (state: string) => `
      INSERT INTO payment (id, merchant_id, order_id, contract_id, legal_entity_id, provider, method, currency, amount, state, version, routing)
      SELECT '${newId()}', merchant_id, order_id, contract_id, legal_entity_id, provider, method, currency, amount, '${state}', 1, routing FROM payment WHERE id = $1`;
    expect(await refusal(copy('authorized'), [payment.id])).toBe('23505');
    expect(await refusal(copy('created'), [payment.id])).toBe('done');
    expect(await refusal(copy('awaiting_buyer'), [payment.id])).toBe('23505');
  });

  it('hides every row from a transaction that did not name its merchant', async () => {
    const tables = await world.owner.query<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'merchant_id'
      WHERE c.relnamespace = 'payments'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('event_log', 'due_work') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`);
    expect(tables).toEqual([]);
  });
});
