import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(__dirname, '../..');
const services = readdirSync(join(root, 'services')).filter((name) => name !== '_shared' && existsSync(join(root, 'services', name, 'package.json')));

type Import = Readonly<{ file: string; target: string }>;

const sources = (pattern: string): string[] => globSync(pattern, { cwd: root }).filter((file) => !/\.(unit|int|contract|e2e|architecture)\.test\.ts$|node_modules|\/dist\//.test(file));

const targetsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'([^'\n]+)'/g)].map(([, target]) => target ?? '');

/** Relative targets as paths from the root, so that "who imports what" can be read by folder. */
const importsOf = (pattern: string): Import[] =>
  sources(pattern).flatMap((file) =>
    targetsOf(file).map((target) => ({ file, target: target.startsWith('.') ? relative(root, resolve(root, dirname(file), target)) : target })));

const broken = (imports: readonly Import[], allowed: (item: Import) => boolean): string[] => imports.filter((item) => !allowed(item)).map(({ file, target }) => `${file} -> ${target}`);

const inFolder = (target: string, ...folders: string[]): boolean => folders.some((folder) => target === folder || target.startsWith(`${folder}/`));

describe('the walls between the rooms', () => {
  it('finds the five services', () => {
    expect(services.sort()).toEqual(['fiscalization', 'merchants', 'orders-sync', 'payments', 'tokens']);
  });

  it.each(services)('%s: the domain imports only itself and the kernel\'s money, result, ids and banks', (name) => {
    const domain = `services/${name}/src/domain`;
    expect(broken(importsOf(`${domain}/**/*.ts`), ({ target }) => inFolder(target, domain) || /^@paygraph\/shared\/(money|result|ids|banks)$/.test(target))).toEqual([]);
  });

  it.each(services)('%s: no service imports another', (name) => {
    const others = services.filter((other) => other !== name);
    expect(broken(importsOf(`services/${name}/src/**/*.ts`), ({ target }) => !others.some((other) => inFolder(target, `@paygraph/${other}`, `services/${other}`)))).toEqual([]);
  });

  it.each(services)('%s: a connector imports its port, its own folder, the kernel and libraries', (name) => {
    const connectors = `services/${name}/src/connectors`;
    const imports = importsOf(`${connectors}/*/**/*.ts`);
    expect(broken(imports, ({ file, target }) => {
      const own = file.split('/').slice(0, 5).join('/');
      return !target.startsWith(`services/`) || inFolder(target, own, `services/${name}/src/domain`, `${connectors}/define-connector`);
    })).toEqual([]);
  });

  it.each(services)('%s: GraphQL and consumers reach storage only through use cases', (name) => {
    const edges = [...importsOf(`services/${name}/src/consumers/**/*.ts`), ...importsOf(`services/${name}/src/graphql/**/*mutation*.ts`)];
    expect(broken(edges, ({ target }) => !inFolder(target, `services/${name}/src/connectors`))).toEqual([]);
  });

  it('the kernel knows no service and no event', () => {
    expect(broken(importsOf('services/_shared/src/**/*.ts'), ({ target }) => !/^@paygraph\/(?!shared)/.test(target))).toEqual([]);
  });

  it('simulators share no code with what they test', () => {
    expect(broken(importsOf('test/simulators/**/*.ts'), ({ target }) => inFolder(target, 'test/simulators') || target.startsWith('node:'))).toEqual([]);
  });

  it('the auditor of the fault runs shares no code with what it audits', () => {
    expect(broken(importsOf('test/faults/audit/**/*.ts'), ({ target }) => inFolder(target, 'test/faults/audit', 'pg', 'kafkajs') || target.startsWith('node:'))).toEqual([]);
  });

  it('the schema imports only libraries and itself, but for the script that prints it', () => {
    expect(broken(importsOf('schema/events/**/*.ts'), ({ target }) => inFolder(target, 'schema/events') || target === 'zod')).toEqual([]);
  });
});

describe('connectors', () => {
  const folders = services.flatMap((name) => {
    const path = join(root, 'services', name, 'src/connectors');
    return existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => ({ name, folder: entry.name })) : [];
  });

  it.each(folders)('$name/$folder says how it maps and is named in the list', ({ name, folder }) => {
    expect(existsSync(join(root, 'services', name, 'src/connectors', folder, 'MAPPING.md'))).toBe(true);
    expect(readFileSync(join(root, 'services', name, 'src/connectors/index.ts'), 'utf8')).toContain(`./${folder}`);
  });
});
