import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { startTelemetry } from '@paygraph/shared/telemetry';
import { startSmallWorld } from './small-world';

/** Run as a process of its own: instrumentation hooks modules, which jest keeps to itself. Prints the spans of one traced query. */
const main = async (): Promise<void> => {
  const exporter = new InMemorySpanExporter();
  const telemetry = startTelemetry({ service: 'small', exporter });
  const world = await startSmallWorld();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${world.admin}`, traceparent: process.argv[2] ?? '' };
  const answer = await fetch(world.gateway.url, { method: 'POST', headers, body: JSON.stringify({ query: '{ order(id: "o1") { payment { paid } } }' }) });
  await answer.text();
  await world.stop();
  const spans = exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    kind: span.kind,
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parentId: span.parentSpanContext?.spanId,
    attributes: span.attributes,
  }));
  process.stdout.write(`${JSON.stringify(spans)}\n`);
  await telemetry.stop();
};

void main();
