import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type CollectedSpan = Readonly<{ service: string; name: string; traceId: string }>;
type Attribute = { key: string; value: { stringValue?: string } };
type Export = { resourceSpans?: { resource?: { attributes?: Attribute[] }; scopeSpans?: { spans?: { name: string; traceId: string }[] }[] }[] };

const spansOf = ({ resourceSpans = [] }: Export): CollectedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans = [] }) => {
    const service = resource?.attributes?.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans.flatMap(({ spans = [] }) => spans.map(({ name, traceId }) => ({ service, name, traceId })));
  });

export type SpanCollector = Readonly<{ url: string; spans: readonly CollectedSpan[]; /** All that was exported, word for word. */ text(): string; stop(): Promise<void> }>;

/** An OTLP endpoint as a tracing product offers it: what processes export over HTTP as JSON is kept. */
export const startSpanCollector = async (): Promise<SpanCollector> => {
  const spans: CollectedSpan[] = [];
  const exports: string[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      exports.push(text);
      spans.push(...spansOf(JSON.parse(text) as Export));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, text: () => exports.join('\n'), stop };
};
