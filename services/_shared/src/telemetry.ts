import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, SimpleSpanProcessor, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { createRequire } from 'node:module';

export { currentTraceparent, withTraceparent } from './trace-context';

/** Keeps traces flowing through headers and events when nobody collects them. */
const noProcessor: SpanProcessor = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

const instrumentationsFor = (isCollected: boolean) => [
  new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url = '' }) => url.startsWith('/health/'), disableOutgoingRequestInstrumentation: true }),
  new UndiciInstrumentation({ requireParentforSpans: true }),
  // A span a statement carries no trace anywhere: measured, it is a tenth of a service's CPU for nothing when nobody collects.
  ...(isCollected ? [new PgInstrumentation({ requireParentSpan: true })] : []),
];

const exportTimeoutDefault = 3_000;

export type TelemetryOptions = Readonly<{
  service: string;
  otlpEndpoint?: string;
  /** For one batch of spans, 3 s unless told. */
  exportTimeoutMs?: number;
  exporter?: SpanExporter;
}>;

const processorFor = ({ otlpEndpoint, exporter, exportTimeoutMs = exportTimeoutDefault }: TelemetryOptions): SpanProcessor => {
  if (exporter) return new SimpleSpanProcessor({ exporter });
  if (!otlpEndpoint) return noProcessor;
  return new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: exportTimeoutMs }) });
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
    instrumentations: instrumentationsFor(options.exporter !== undefined || Boolean(options.otlpEndpoint)),
  });
  sdk.start();
  // The hooks work on the next require(); our imports ran before, so ask once more. Patches are on prototypes, so nobody holds an old copy.
  const load = createRequire(__filename);
  for (const name of ['http', 'pg']) load(name);
  // Spans that no collector takes are lost, and that is all: an orderly end with nothing else left over is still one.
  return { stop: () => sdk.shutdown().catch(() => undefined) };
};
