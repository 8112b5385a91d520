import fs from 'node:fs';
import { join } from 'node:path';
import { root } from '../../kit/root';
import type { Mutation } from '../mutations';

const changed = (source: string, { file, find, replace }: Mutation['changes'][number]): string => {
  if (source.split(find).length !== 2) throw new Error(`${file} does not hold the text of the mutation exactly once: ${find}`);
  return source.replace(find, () => replace);
};

/** Has the source files of a mutation loaded with its bug in them; nothing on the disk changes. @throws when a text to change is not there. */
export const mutate = ({ changes }: Mutation): void => {
  const sources = new Map<string, string>();
  for (const change of changes) {
    const path = join(root, change.file);
    sources.set(path, changed(sources.get(path) ?? fs.readFileSync(path, 'utf8'), change));
  }
  const read = fs.readFileSync;
  const mutated = ((name: fs.PathOrFileDescriptor, options?: null) => sources.get(String(name)) ?? read(name, options)) as typeof fs.readFileSync;
  Object.assign(fs, { readFileSync: mutated });
};
