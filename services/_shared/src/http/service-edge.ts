import type { Database } from '../db/database';
import type { Log } from '../log';
import { readFigures } from '../messaging/figures';
import { createEdge, type Edge } from './edge';
import { sendFault } from './edge-errors';

const figuresLastMs = 5_000;

/** Asked by several at once, or again and again, the database is asked once in five seconds. */
const figuresOf = (db: Database): (() => Promise<string>) => {
  let kept: Readonly<{ at: number; text: Promise<string> }> | undefined;
  return () => {
    if (!kept || performance.now() - kept.at > figuresLastMs) kept = { at: performance.now(), text: readFigures(db) };
    return kept.text;
  };
};

/** The front of a service: ready while its database answers; `/metrics` tells operators how its messages and its waiting work stand. */
export const createServiceEdge = ({ db, log }: Readonly<{ db: Database; log: Log }>): Edge => {
  const edge = createEdge({ log, ready: async () => (await db.query('SELECT 1')).length === 1 });
  const figures = figuresOf(db);
  edge.app.get('/metrics', async (_req, res) => {
    const text = await figures().catch(() => null);
    if (text === null) return sendFault(res, { status: 503, code: 'SERVICE_UNAVAILABLE', message: 'The database does not answer.' });
    res.type('text/plain; version=0.0.4; charset=utf-8').send(text);
  });
  return edge;
};
