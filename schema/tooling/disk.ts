import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Files } from './contract-files';

const root = resolve(__dirname, '..');
const written = ['subgraphs', 'events/json'];
const single = ['supergraph.graphql', 'events/asyncapi.json'];
const breaksFile = 'allowed-breaks.json';

const filesUnder = (folder: string): string[] =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/')) : [];

/** What is in the working tree now: the last state that was written, since a breaking one is not written unless allowed. */
export const committedFiles = (): Files => {
  const paths = [...written.flatMap(filesUnder), ...single.filter((path) => existsSync(join(root, path)))];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
};

/** Replaces everything that is written from the code; files that nothing makes any more go. */
export const writeFiles = (files: Files): void => {
  for (const path of Object.keys(committedFiles()).filter((old) => !(old in files))) rmSync(join(root, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
};

const Breaks = z.array(z.object({ change: z.string(), why: z.string().min(10) }));

/** Breaking changes that were decided, with the reason of each: the file is their history. */
export const allowedBreaks = (): ReadonlySet<string> => new Set(Breaks.parse(JSON.parse(readFileSync(join(root, breaksFile), 'utf8'))).map(({ change }) => change));
