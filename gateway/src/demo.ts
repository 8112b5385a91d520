import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startLaptop } from './laptop';
import { demoBasket } from './main-job/basket';
import { playMainJob, type PlayedStep } from './main-job/play';
import { collectEvents } from './main-job/events';
import { readResult } from './main-job/result';

/** `npm run demo -- --json PATH`: starts, plays the main job, stops; exit 0 only when every step ended as it must. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'string' }, kafka: { type: 'boolean', default: false } } });
  const laptop = await startLaptop({ kafka: values.kafka, port: 0 });
  const steps: PlayedStep[] = [];
  try {
    const events = await collectEvents(laptop.shop.stack);
    const played = await playMainJob(laptop.shop, demoBasket('1001'), (step) => {
      steps.push(step);
      process.stdout.write(`${String(step.ms).padStart(6)} ms  ${step.name.padEnd(32)} ${step.detail}\n`);
    });
    const result = await readResult(laptop.shop, played);
    if (values.json) writeFileSync(values.json, JSON.stringify({ steps, ...result, events: await events.stop() }, null, 2));
    if (!result.ledgerBalanced) throw new Error('The ledger does not balance');
  } finally {
    await laptop.stop();
  }
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
