import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createLog } from '@paygraph/shared/log';
import { runService } from '@paygraph/shared/runtime';
import { freeOrAny } from './free-port';
import { startLaptop, type Laptop } from './laptop';
import { demoBasket } from './main-job/basket';
import { playMainJob } from './main-job/play';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const usualPort = 4000;

const options = async () => {
  const { values } = parseArgs({ options: { kafka: { type: 'boolean', default: false }, port: { type: 'string' }, 'ready-file': { type: 'string' } } });
  const port = values.port === undefined ? await freeOrAny(usualPort) : Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port takes a number from 0 (any free port) to 65535');
  return { kafka: values.kafka, port, readyFile: values['ready-file'] };
};

/** What a person or a program needs to go on by hand. Tokens are good for a day and for this run only. */
const addresses = async ({ shop, kafkaBrokers }: Laptop): Promise<Record<string, unknown>> => {
  const { stack, customerId } = shop;
  const { paykeeper, kassa, delivery } = stack.simulators;
  const long = { lifeSeconds: 86_400 };
  return {
    graphql: stack.graphql,
    ws: stack.ws,
    sse: stack.sse,
    admin: await stack.token('ADMIN', long),
    customer: await stack.token('CUSTOMER', { customerId, ...long }),
    vendor: await stack.token('VENDOR', { vendorId: customerId, ...long }),
    operator: await stack.token('OPERATOR', long),
    integration: await stack.token('INTEGRATION', long),
    simulators: {
      paykeeper: { url: paykeeper.url, login: paykeeper.login, password: paykeeper.password, secret: paykeeper.secret },
      'paykeeper-kassa': { url: kassa.url, login: kassa.login, password: kassa.password },
      delivery: { url: delivery.url, secret: delivery.secret },
    },
    merchant: { id: stack.merchantId, customerId, ...shop.merchant },
    ...(kafkaBrokers ? { kafka: kafkaBrokers.join(',') } : {}),
  };
};

const start = async (): Promise<Laptop> => {
  const { kafka, port, readyFile } = await options();
  const from = performance.now();
  const laptop = await startLaptop({ kafka, port });
  say('One purchase, from the order to the closing receipt:');
  await playMainJob(laptop.shop, demoBasket('1001'), ({ name, ms, detail }) => say(`  ${String(ms).padStart(6)} ms  ${name.padEnd(32)} ${detail}`));
  const ready = await addresses(laptop);
  if (readyFile) writeFileSync(readyFile, JSON.stringify(ready, null, 2), { mode: 0o600 });
  say(`\nReady after ${((performance.now() - from) / 1000).toFixed(1)} s. Ctrl-C stops everything.\n${JSON.stringify(ready, null, 2)}`);
  return laptop;
};

void runService({ log: createLog({ service: 'start', level: 'warn' }), start });
