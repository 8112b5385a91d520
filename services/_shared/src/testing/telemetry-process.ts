import { startTelemetry, withTraceparent } from '../telemetry';

/** One span to the collector that is named, then the orderly end; prints how long that took. */
const main = async (): Promise<void> => {
  const telemetry = startTelemetry({ service: 'payments', otlpEndpoint: process.argv[2] });
  await withTraceparent(undefined, 'work', () => Promise.resolve());
  const from = performance.now();
  await telemetry.stop();
  process.stdout.write(`${Math.round(performance.now() - from)}\n`);
};

void main();
