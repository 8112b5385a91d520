import { z } from 'zod';
import { readServiceEnv } from './service-env';

const secret = 's'.repeat(32);
const key = { kty: 'EC', crv: 'P-256', kid: 'k1', x: 'x', y: 'y', d: 'd' };
const complete = {
  DATABASE_URL: 'postgres://tokens_app:hidden@db/paygraph',
  KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
  IDENTITY_KEYS: JSON.stringify({ current: { kid: 'a', secret } }),
  SEALING_KEYS: JSON.stringify([key]),
};

/** What the process would say before it ends, or null when it would start. */
const complaintAbout = (source: Record<string, string | undefined>, own: z.ZodRawShape = {}): string | null => {
  const said: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('the process ended');
  });
  try {
    readServiceEnv(source, own);
    return null;
  } catch {
    return said.join('');
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
};

describe('the environment of a service', () => {
  it('has defaults for all that is safe to guess', () => {
    expect(readServiceEnv(complete, {})).toMatchObject({ PORT: 4000, DB_POOL: 8, BUS: 'kafka', LOG_LEVEL: 'info', PEER_SEALING_KEYS: {}, SEALING_KEYS: [key] });
  });

  it('reads the service’s own variables beside the common ones', () => {
    expect(readServiceEnv({ ...complete, RETRIES: '3' }, { RETRIES: z.coerce.number() }).RETRIES).toBe(3);
  });

  it('needs the address of the bus that it chose', () => {
    expect(complaintAbout({ ...complete, KAFKA_BROKERS: undefined })).toContain('KAFKA_BROKERS: is not set');
    expect(complaintAbout({ ...complete, BUS: 'postgres' })).toContain('BUS_DATABASE_URL: is not set');
    expect(complaintAbout({ ...complete, KAFKA_BROKERS: undefined, BUS: 'postgres', BUS_DATABASE_URL: 'postgres://bus_app@db' })).toBeNull();
  });

  it('tells every problem at once, the own ones included, and never a value', () => {
    const said = complaintAbout({ ...complete, PORT: '99999', IDENTITY_KEYS: 'my-secret-text', SEALING_KEYS: '[]', DATABASE_URL: 'mysql://root:hidden@db' }, { RETRIES: z.coerce.number() });
    expect(said?.match(/^ {2}(\w+):/gm)?.map((line) => line.trim())).toEqual(['PORT:', 'DATABASE_URL:', 'IDENTITY_KEYS:', 'SEALING_KEYS:', 'RETRIES:']);
    expect(said).not.toMatch(/my-secret-text|hidden|99999/);
  });

  it('refuses a short secret for identities', () => {
    expect(complaintAbout({ ...complete, IDENTITY_KEYS: JSON.stringify({ current: { kid: 'a', secret: 'short' } }) })).toContain('IDENTITY_KEYS');
  });
});
