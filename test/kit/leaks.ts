import { Client } from 'pg';

/** What must not be found, by what it is. */
export type Canaries = Readonly<Record<string, string>>;
/** A table in which some of them stand on purpose, and why. */
export type ByDesign = Readonly<{ table: string; holds: readonly string[]; because: string }>;
export type Find = Readonly<{ what: string; where: string }>;

/** The shapes in which a text travels: as it is, in a form or an address, in Base64, and as the bytes that Postgres shows. */
const shapesOf = (canary: string): string[] => {
  const bytes = Buffer.from(canary);
  const encoded = encodeURIComponent(canary);
  // The last characters of Base64 depend on what follows.
  return [canary, encoded, bytes.toString('base64').slice(0, -4), bytes.toString('hex'), Buffer.from(encoded).toString('hex')];
};

/** Which canaries a text holds, in whatever shape. */
export const findIn = (canaries: Canaries, where: string, text: string): Find[] =>
  Object.entries(canaries)
    .filter(([, canary]) => shapesOf(canary).some((shape) => text.includes(shape)))
    .map(([what]) => ({ what, where }));

/** Looks through every row of every table of the database, the messages of the Postgres bus among them. */
export const findInTables = async (canaries: Canaries, ownerUrl: string): Promise<Find[]> => {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`);
    const finds: Find[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      finds.push(...findIn(canaries, name, rows.map(({ row }) => row).join('\n')));
    }
    return finds;
  } finally {
    await client.end();
  }
};

const isMeant = (rules: readonly ByDesign[]) => ({ what, where }: Find): boolean => rules.some(({ table, holds }) => table === where && holds.includes(what));

/** The finds that no rule allows, and the permissions that nothing uses any more. */
export const judge = (finds: readonly Find[], rules: readonly ByDesign[]): { leaks: Find[]; needless: Find[] } => ({
  leaks: finds.filter((find) => !isMeant(rules)(find)),
  needless: rules.flatMap(({ table, holds }) => holds.map((what) => ({ what, where: table }))).filter(({ what, where }) => !finds.some((find) => find.what === what && find.where === where)),
});
