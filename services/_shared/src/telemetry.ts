import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, SimpleSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { createRequire } from 'node:module';

const tracer = () => trace.getTracer('paygraph');

/** Keeps traces flowing through headers and events when nobody collects them. */
const noProcessor: SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

export type TelemetryOptions = Readonly<{ service: string; otlpEndpoint?: string; exporter?: SpanExporter }>;

const processorFor = ({ otlpEndpoint, exporter }: TelemetryOptions): SpanProcessor => {
  if (exporter) return new SimpleSpanProcessor({ exporter });
  if (!otlpEndpoint) return noProcessor;
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces` }) });
};

/**
 * Started once by each main, before the service. Spans leave the process only to `otlpEndpoint` (OTEL_EXPORTER_OTLP_ENDPOINT);
 * SQL parameters and bodies are never recorded. `exporter` is for tests: it gets each span at once.
 */
export const startTelemetry = (options: TelemetryOptions): { stop(): Promise<void> } => {
  const sdk = new NodeSDK({
    serviceName: options.service,
    autoDetectResources: false,
    spanProcessors: [processorFor(options)],
    logRecordProcessors: [],
    metricReaders: [],
    instrumentations: [
      new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health/'), disableOutgoingRequestInstrumentation: true }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      new PgInstrumentation({ requireParentSpan: true }),
    ],
  });
  sdk.start();
  // The hooks work on the next require(); our imports ran before, so ask once more. Patches are on prototypes, so nobody holds an old copy.
  const load = createRequire(__filename);
  for (const name of ['http', 'pg']) load(name);
  return { stop: () => sdk.shutdown() };
};

/** W3C traceparent of the running span, to be stored with an event; undefined outside of any. */
export const currentTraceparent = (): string | undefined => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
};

const endWith = async <T>(span: Span, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    // The message may hold data, so the span says only what kind of failure it was.
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
    throw error;
  } finally {
    span.end();
  }
};

/** Runs `work` in a span that continues the trace of `traceparent` (of an event, a due work, a client). */
export const withTraceparent = <T>(traceparent: string | undefined, name: string, work: () => Promise<T>): Promise<T> => {
  const parent = traceparent ? propagation.extract(ROOT_CONTEXT, { traceparent }) : context.active();
  return tracer().startActiveSpan(name, {}, parent, (span) => endWith(span, work));
};
