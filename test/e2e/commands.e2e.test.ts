import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@paygraph/shared/testing/eventually';
import { startCommand, type Command } from '../kit/command';

const stepNames = [
  'order.placed', 'order.split', 'payment.started', 'payment.authorized', 'receipt.prepayment.registered', 'picking.confirmed', 'payment.captured',
  'delivery.delivered', 'receipt.closing.registered', 'order.completed',
];

type Ready = Readonly<{ graphql: string; admin: string; simulators: { paykeeper: { url: string } } }>;

type Demo = Readonly<{ steps: { name: string }[]; timeline: { kind: string }[]; events: object[] }>;

let command: Command;
afterEach(() => command.clear());

const expectNothingLeft = async (files: readonly string[] = []): Promise<void> => {
  await eventually(() => expect(command.processes()).toEqual([]), 20_000);
  expect(command.left().filter((name) => !files.includes(name))).toEqual([]);
};

const started = async (): Promise<Ready> => {
  command = startCommand((folder) => ['start', '--', '--port', '0', '--ready-file', join(folder, 'ready.json')]);
  const ready = await eventually(() => JSON.parse(readFileSync(join(command.folder, 'ready.json'), 'utf8')) as Ready, 60_000);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ready.admin}` };
  expect((await fetch(ready.graphql, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })).status).toBe(200);
  expect(command.processes().join('\n')).toContain('postgres');
  return ready;
};

const expectDeaf = async (url: string): Promise<void> => {
  await expect(fetch(url)).rejects.toThrow('fetch failed');
};

describe('npm start', () => {
  it('stops everything that it started on Ctrl-C', async () => {
    const { graphql, simulators } = await started();
    command.ctrlC();
    await command.ended;
    await expectNothingLeft(['ready.json']);
    await Promise.all([graphql, simulators.paykeeper.url].map(expectDeaf));
  }, 120_000);

  it.each([
    ['the program itself', 'leash.cjs'],
    ['the runner in front of it', 'run.mjs'],
  ])('leaves nothing behind when %s is killed', async (_what, words) => {
    const { graphql } = await started();
    command.kill(words);
    await command.ended;
    await expectNothingLeft(['ready.json']);
    await expectDeaf(graphql);
  }, 120_000);
});

describe('npm run demo', () => {
  it('plays every step, writes what came of it, and ends with 0 and nothing left', async () => {
    command = startCommand((folder) => ['run', 'demo', '--', '--json', join(folder, 'demo.json')]);
    expect(await command.ended).toEqual({ code: 0, signal: null });
    const said = JSON.parse(readFileSync(join(command.folder, 'demo.json'), 'utf8')) as Demo;
    expect(said.steps.map(({ name }) => name)).toEqual(stepNames);
    expect(said).toMatchObject({ ledgerBalanced: true, order: { status: 'COMPLETED' }, payments: [{ state: 'CAPTURED' }], receipts: { length: 4 } });
    expect(said.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(stepNames));
    expect(said.events.length).toBeGreaterThan(10);
    await expectNothingLeft(['demo.json']);
  }, 120_000);

  it('does not end with 0 when it could not do all that it was told', async () => {
    command = startCommand((folder) => ['run', 'demo', '--', '--json', join(folder, 'no-such-folder', 'demo.json')]);
    expect((await command.ended).code).toBe(1);
    expect(command.printed()).toContain('ENOENT');
    await expectNothingLeft();
  }, 120_000);

  it('stops everything that it started on Ctrl-C in the middle, and does not end with 0', async () => {
    command = startCommand(() => ['run', 'demo']);
    await eventually(() => expect(command.printed()).toContain('order.placed'), 60_000);
    command.ctrlC();
    expect((await command.ended).code).not.toBe(0);
    await expectNothingLeft();
  }, 120_000);
});
