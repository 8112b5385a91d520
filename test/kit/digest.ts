import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

// Bookkeeping that moves by itself: work in waiting, what was asked of bank and register, places of readers.
const moving = ['due_work', 'outbox', 'provider_call', 'register_call', 'consumer_cursor', 'inbox', 'parked'];

const onceOver = async (client: Client): Promise<Record<string, string>> => {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('merchants', 'tokens', 'payments', 'fiscalization', 'orders_sync') AND tablename <> ALL($1) ORDER BY 1`,
    [moving],
  );
  const each = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS sum FROM ${name} t`);
  const { rows } = await client.query<{ name: string; sum: string }>(each.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
};

const quietLooks = 4;
const lookEveryMs = 250;
const patienceMs = 40_000;

const movedBetween = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] => Object.keys(after).filter((name) => before[name] !== after[name]);

/** What stands in every table, counted and hashed, once nothing has moved for a second. @throws naming what keeps moving */
export const digestOf = async (ownerUrl: string): Promise<Record<string, string>> => {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  const deadline = Date.now() + patienceMs;
  try {
    let last = await onceOver(client);
    for (let quiet = 0; quiet < quietLooks; ) {
      await pause(lookEveryMs);
      const now = await onceOver(client);
      const moved = movedBetween(last, now);
      if (moved.length > 0 && Date.now() > deadline) throw new Error(`It does not become quiet: ${moved.join(', ')}`);
      quiet = moved.length === 0 ? quiet + 1 : 0;
      last = now;
    }
    return last;
  } finally {
    await client.end();
  }
};
