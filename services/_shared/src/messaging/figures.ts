import type { Database } from '../db/database';

type Figure = Readonly<{ name: string; reason: string | null; value: number }>;

const meanings: Readonly<Record<string, string>> = {
  outbox_events: 'Events that are written and not sent yet.',
  outbox_oldest_seconds: 'How long the oldest of them waits.',
  parked_events: 'Events that could not be taken, by reason; never = dead letters, which wait for a person.',
  parked_oldest_seconds: 'How long the oldest of them waits.',
  due_work_overdue: 'Work that should have begun half a minute ago and has not.',
  due_work_overdue_oldest_seconds: 'How long ago the oldest of it should have begun.',
};

/** Each by an index, or over what is small when all is well. */
const look = `
  SELECT 'outbox_events' AS name, NULL::text AS reason, count(*)::float8 AS value FROM outbox
  UNION ALL SELECT 'outbox_oldest_seconds', NULL, coalesce(max(extract(epoch FROM clock_timestamp() - created_at)), 0)::float8 FROM (SELECT created_at FROM outbox ORDER BY id LIMIT 1) first
  UNION ALL SELECT 'parked_events', r.reason, count(p.id)::float8 FROM unnest(ARRAY['retry', 'later', 'gap', 'never', 'behind']) AS r(reason) LEFT JOIN parked p USING (reason) GROUP BY r.reason
  UNION ALL SELECT 'parked_oldest_seconds', NULL, coalesce(max(extract(epoch FROM clock_timestamp() - parked_at)), 0)::float8 FROM (SELECT parked_at FROM parked ORDER BY id LIMIT 1) first
  UNION ALL SELECT 'due_work_overdue', NULL, count(*)::float8 FROM due_work WHERE due_at < now() - interval '30 seconds' AND (claimed_until IS NULL OR claimed_until < now())
  UNION ALL SELECT 'due_work_overdue_oldest_seconds', NULL, coalesce(max(extract(epoch FROM now() - due_at)), 0)::float8 FROM due_work WHERE due_at < now() - interval '30 seconds' AND (claimed_until IS NULL OR claimed_until < now())`;

const lineOf = (service: string, { name, reason, value }: Figure): string =>
  `paygraph_${name}{service="${service}"${reason === null ? '' : `,reason="${reason}"`}} ${value}`;

const linesOf = (service: string, figures: readonly Figure[], name: string): string[] =>
  [`# HELP paygraph_${name} ${meanings[name]}`, `# TYPE paygraph_${name} gauge`, ...figures.filter((figure) => figure.name === name).map((figure) => lineOf(service, figure))];

/** How the messages and the waiting work of a service stand, in Prometheus' text format. All replicas say the same, for it is the database's state. */
export const readFigures = async (db: Database): Promise<string> => {
  const figures = await db.query<Figure>(look);
  return `${Object.keys(meanings).flatMap((name) => linesOf(db.service, figures, name)).join('\n')}\n`;
};
