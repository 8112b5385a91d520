import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api';

const tracer = () => trace.getTracer('paygraph');

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
