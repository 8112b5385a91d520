import { z } from 'zod';
import { readEnv } from './env';

class Stopped extends Error {}
const stop = (text: string): never => {
  throw new Stopped(text);
};

describe('the environment', () => {
  const shape = { PORT: z.coerce.number().int(), DATABASE_URL: z.url(), SECRET: z.string().min(32), LEVEL: z.string().default('info') };

  it('is read with types and defaults', () =>
    expect(readEnv(shape, { PORT: '80', DATABASE_URL: 'postgres://a', SECRET: 'x'.repeat(32), OTHER: '1' }, stop)).toEqual({
      PORT: 80, DATABASE_URL: 'postgres://a', SECRET: 'x'.repeat(32), LEVEL: 'info',
    }));

  it('names every problem at once and shows no value', () => {
    const read = () => readEnv(shape, { PORT: 'eighty', DATABASE_URL: '', SECRET: 'CANARY' }, stop);
    expect(read).toThrow(/3 problem[\s\S]*PORT: [\s\S]*DATABASE_URL: is not set[\s\S]*SECRET: /);
    expect(read).not.toThrow(/CANARY|eighty/);
  });
});
