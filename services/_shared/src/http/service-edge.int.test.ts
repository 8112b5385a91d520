import { newId } from '../ids';
import { createLog } from '../log';
import { waitingWorld, type WaitingWorld } from '../testing/waiting-world';
import type { Edge } from './edge';
import { createServiceEdge } from './service-edge';

const log = createLog({ service: 'figures', level: 'silent' });
let world: WaitingWorld;
let edge: Edge;
let url: string;

beforeAll(async () => {
  world = await waitingWorld('figures');
  edge = createServiceEdge({ db: world.db, log });
  ({ url } = await edge.listen(0));
}, 60_000);
afterAll(async () => {
  await edge.stop();
  await world.stop();
});

const figure = (text: string, name: string): number => Number(text.split('\n').find((line) => line.startsWith(`${name}{`) && !line.startsWith('#'))?.split(' ')[1]);

const park = (reason: string, daysAgo: number): Promise<unknown> =>
  world.db.query(
    `INSERT INTO parked (consumer, topic, aggregate_id, event_id, value, reason, parked_at) VALUES ('c', 't', 'a', $1, 'CANARY', $2, now() - make_interval(days => $3))`,
    [newId(), reason, daysAgo],
  );

it('tells what waits, how much of it and for how long, and nothing of what is in it', async () => {
  await world.schedule({ ref: 'in time' });
  await world.schedule({ ref: 'late' });
  await world.db.query(`UPDATE due_work SET due_at = now() - interval '10 minutes' WHERE ref = 'late'`);
  await world.db.query(`INSERT INTO outbox (shard, event_id, created_at) VALUES (1, $1, now() - interval '90 seconds'), (1, $2, now())`, [newId(), newId()]);
  await park('never', 2);
  await park('gap', 1);
  const answer = await fetch(`${url}/metrics`);
  const text = await answer.text();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toContain('# TYPE paygraph_outbox_events gauge\npaygraph_outbox_events{service="figures"} 2\n');
  for (const [reason, count] of [['never', 1], ['gap', 1], ['later', 0]]) expect(text).toContain(`paygraph_parked_events{service="figures",reason="${reason}"} ${count}\n`);
  expect(figure(text, 'paygraph_outbox_oldest_seconds')).toBeCloseTo(90, -1);
  expect(figure(text, 'paygraph_parked_oldest_seconds')).toBeCloseTo(2 * 86_400, -2);
  expect([figure(text, 'paygraph_due_work_overdue'), Math.round(figure(text, 'paygraph_due_work_overdue_oldest_seconds') / 60)]).toEqual([1, 10]);
  expect(text).not.toContain('CANARY');
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});
