import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { currentTraceparent, startTelemetry, withTraceparent } from './telemetry';

const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('telemetry', () => {
  const exporter = new InMemorySpanExporter();
  const telemetry = startTelemetry({ service: 'payments', exporter });
  afterAll(() => telemetry.stop());
  beforeEach(() => exporter.reset());

  it('continues the trace that an event carries and gives it on', async () => {
    const inner = await withTraceparent(parent, 'on-payment-captured', () => Promise.resolve(currentTraceparent()));
    expect(inner).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    expect(inner).not.toBe(parent);
    expect(exporter.getFinishedSpans().map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([['on-payment-captured', 'b7ad6b7169203331']]);
  });

  it('has no trace outside of any work', () => expect(currentTraceparent()).toBeUndefined());

  it('marks failed work without telling what was in the error', async () => {
    await expect(withTraceparent(undefined, 'work', () => Promise.reject(new Error('CANARY')))).rejects.toThrow('CANARY');
    expect(exporter.getFinishedSpans()[0]?.status).toEqual({ code: 2, message: 'Error' });
  });
});
