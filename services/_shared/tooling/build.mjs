// Writes each package's JavaScript to its dist/ for the image: production runs plain Node without a compiler in it.
import { transformFile } from '@swc/core';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const options = createRequire(import.meta.url)('./swc-options.cjs');

const packages = [...globSync('services/*', { cwd: root }), 'gateway', 'schema', 'test/simulators'];
const skipped = /(\.test\.ts|\.contract\.ts|\.d\.ts)$|\/(node_modules|dist|testing|fixtures)\//;

const build = async (folder) => {
  const sources = globSync('**/*.ts', { cwd: join(root, folder), exclude: ['node_modules/**', 'dist/**'] }).filter((file) => !skipped.test(`/${file}`));
  for (const file of sources) {
    const { code, map } = await transformFile(join(root, folder, file), { ...options, sourceMaps: true, swcrc: false });
    const target = join(root, folder, 'dist', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
    if (map) writeFileSync(`${target}.map`, map);
  }
  return sources.length;
};

let files = 0;
for (const folder of packages) files += await build(folder);
process.stdout.write(`${files} files written to dist\n`);
