import { z } from 'zod';

const sayAndStop = (problems: string): never => {
  process.stderr.write(problems);
  process.exit(1);
};

/**
 * Checks the environment against a Zod shape. All problems are printed at once, by name and rule and never with the value
 * (it may be a secret), then the process ends with 1. An empty variable counts as absent.
 */
export const readEnv = <S extends z.ZodRawShape>(
  shape: S,
  source: Readonly<Record<string, string | undefined>>,
  stop: (problems: string) => never = sayAndStop,
): z.output<z.ZodObject<S>> => {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return name in given ? `${name}: ${message}` : `${name}: is not set`;
  });
  return stop(`This process cannot start; its environment has ${lines.length} problem(s):\n${lines.map((line) => `  ${line}\n`).join('')}`);
};
