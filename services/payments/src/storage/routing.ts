import type { Sql, Tx } from '@paygraph/shared/db/sql';
import type { MerchantId } from '@paygraph/shared/ids';
import { noRouting, type RoutingFacts } from '../domain/routing-rules';

/** The merchant's rules; none until it configured some. */
export const routingOf = async (sql: Sql, merchantId: MerchantId): Promise<RoutingFacts> => {
  const [row] = await sql.query<RoutingFacts>(`SELECT rules, hiding FROM routing_facts WHERE merchant_id = $1`, [merchantId]);
  return row ?? noRouting;
};

const upsert = `
  INSERT INTO routing_facts (merchant_id, rules, hiding) VALUES ($1, $2, $3)
  ON CONFLICT (merchant_id) DO UPDATE SET rules = excluded.rules, hiding = excluded.hiding`;

export const saveRouting = async (tx: Tx, merchantId: MerchantId, { rules, hiding }: RoutingFacts): Promise<void> => {
  tx.write(upsert, [merchantId, JSON.stringify(rules), JSON.stringify(hiding)]);
};
