import { parseArgs } from 'node:util';
import { startDeliverySimulator } from './delivery/index';
import { startKassaSimulator } from './paykeeper-kassa/index';
import { startPayKeeperSimulator } from './paykeeper/index';

type Keys = Readonly<{ login?: string; password?: string; secret?: string }>;
type Flags = Keys & Readonly<{ port: number; notifyUrl?: string }>;
type Started = Keys & Readonly<{ url: string; stop: () => Promise<void> }>;

const starters: Readonly<Record<string, (flags: Flags) => Promise<Started>>> = {
  paykeeper: ({ notifyUrl = '', ...flags }) => startPayKeeperSimulator({ ...flags, notifyUrl }),
  'paykeeper-kassa': ({ port, login, password }) => startKassaSimulator({ port, login, password }),
  delivery: ({ port, secret, notifyUrl = '' }) => startDeliverySimulator({ port, secret, webhookUrl: notifyUrl }),
};
const usage = `Usage: npm run simulator -- <${Object.keys(starters).join('|')}> [--port 0] [--login …] [--password …] [--secret …] [--notify-url …]\n`;

const readFlags = (): { name: string; flags: Flags } => {
  const text = { type: 'string' } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { port: text, login: text, password: text, secret: text, 'notify-url': text } });
  const { port = '0', 'notify-url': notifyUrl, ...rest } = values;
  return { name: positionals[0] ?? '', flags: { ...rest, port: Number(port), notifyUrl } };
};

const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

const run = async (): Promise<void> => {
  const { name, flags } = readFlags();
  const start = starters[name];
  if (start === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const { url, login, password, secret, stop } = await start(flags);
  process.stdout.write(`${JSON.stringify({ simulator: name, url, login, password, secret })}\n`);
  await untilSignal();
  await stop();
};

run().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
