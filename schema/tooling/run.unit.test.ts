import type { Files } from './contract-files';
import { judge, type Given } from './run';

const sdl = (fields: string): string => `type Query { ${fields} }`;
const event = (fields: object, required: readonly string[] = []): string => JSON.stringify({ type: 'object', properties: fields, required });
const committed: Files = {
  'subgraphs/orders-sync.graphql': sdl('order: Int total: Int'),
  'events/json/orders.order.v1/OrderPlaced.json': event({ orderId: { type: 'string' } }, ['orderId']),
  'supergraph.graphql': 'one',
};
const given = (next: Files, more: Partial<Given> = {}): Given => ({ committed, next: { ...committed, ...next }, allowed: new Set<string>(), mode: 'write', ...more });

describe('the contracts', () => {
  it('are left alone when they say what the code does', () => {
    expect(judge(given({}, { mode: 'check' }))).toMatchObject({ ok: true, write: false });
  });

  it('are written when the code adds to them, and a check demands that', () => {
    const next = { 'subgraphs/orders-sync.graphql': sdl('order: Int total: Int note: String'), 'events/json/orders.order.v1/OrderLost.json': event({}) };
    expect(judge(given(next))).toEqual({ ok: true, write: true, lines: ['written: schema/events/json/orders.order.v1/OrderLost.json', 'written: schema/subgraphs/orders-sync.graphql'] });
    const checked = judge(given(next, { mode: 'check' }));
    expect([checked.ok, checked.write, checked.lines[0]]).toEqual([false, false, 'These contracts differ from the code. Run `npm run schema`, look at the difference and commit it:']);
  });

  const breaking = { 'subgraphs/orders-sync.graphql': sdl('order: Int'), 'events/json/orders.order.v1/OrderPlaced.json': event({ id: { type: 'string' } }, ['id']) };
  const breaks = [
    'orders-sync: FIELD_REMOVED Query.total was removed.',
    'orders.order.v1/OrderPlaced.orderId was removed',
    'orders.order.v1/OrderPlaced.id is newly required',
  ];

  it('are never overwritten by a break that nobody allowed', () => {
    const verdict = judge(given(breaking));
    expect([verdict.ok, verdict.write, verdict.lines.slice(1)]).toEqual([false, false, breaks.map((line) => `  ${line}`)]);
    expect(judge(given(breaking, { allowed: new Set(breaks.slice(1)) })).lines.slice(1)).toEqual([`  ${breaks[0]}`]);
  });

  it('are overwritten by breaks that are all allowed by name', () => {
    expect(judge(given(breaking, { allowed: new Set(breaks) }))).toMatchObject({ ok: true, write: true });
  });

  it('break when a whole subgraph or event goes away', () => {
    const verdict = judge({ ...given({}), next: { 'supergraph.graphql': 'two' } });
    expect(verdict.lines.slice(1)).toEqual([
      '  orders-sync: FIELD_REMOVED Query.order was removed.',
      '  orders-sync: FIELD_REMOVED Query.total was removed.',
      '  orders.order.v1/OrderPlaced was removed',
    ]);
  });
});
