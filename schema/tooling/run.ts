import { breakingChanges } from './breaking';
import type { Files } from './contract-files';

export type Given = Readonly<{ committed: Files; next: Files; allowed: ReadonlySet<string>; mode: 'write' | 'check' }>;
export type Verdict = Readonly<{ ok: boolean; lines: readonly string[]; write: boolean }>;

const drifted = (committed: Files, next: Files): string[] => [...new Set([...Object.keys(committed), ...Object.keys(next)])].filter((path) => committed[path] !== next[path]).sort();

/** Whether the files may stay or be written, and what to say. A break that nobody allowed stops both modes; drift stops `check`. */
export const judge = ({ committed, next, allowed, mode }: Given): Verdict => {
  const changed = drifted(committed, next);
  const breaks = breakingChanges(committed, next).filter((change) => !allowed.has(change));
  if (breaks.length > 0) {
    return { ok: false, write: false, lines: ['These changes break clients or readers. Keep the old beside the new, or add each to schema/allowed-breaks.json with its reason:', ...breaks.map((change) => `  ${change}`)] };
  }
  if (changed.length === 0) return { ok: true, write: false, lines: ['The contracts in schema/ say what the code does.'] };
  if (mode === 'write') return { ok: true, write: true, lines: changed.map((path) => `written: schema/${path}`) };
  return { ok: false, write: false, lines: ['These contracts differ from the code. Run `npm run schema`, look at the difference and commit it:', ...changed.map((path) => `  schema/${path}`)] };
};
