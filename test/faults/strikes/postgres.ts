import { Client } from 'pg';

/** One statement as the owner, on a connection of its own. */
export const asOwner = async <T extends object>(url: string, text: string): Promise<T[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3_000, query_timeout: 5_000 });
  // A server that dies under an idle connection says so here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
};
