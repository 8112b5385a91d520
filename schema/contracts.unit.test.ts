import { buildSchema } from 'graphql';
import { catalogue } from './events/index';
import { asyncApi } from './tooling/asyncapi';
import { breakingChanges } from './tooling/breaking';
import { contractFiles } from './tooling/contract-files';
import { allowedBreaks, committedFiles } from './tooling/disk';
import { judge } from './tooling/run';

const next = contractFiles();
const committed = committedFiles();

const refsIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner)));
};
const isThere = (document: object, ref: string): boolean => {
  if (ref.startsWith('./')) return `events/${ref.slice(2)}` in next;
  const end = ref.slice(2).split('/').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), document);
  return end !== undefined;
};

describe('the committed contracts', () => {
  it('say what the code does', () => {
    expect(judge({ committed, next, allowed: allowedBreaks(), mode: 'check' }).lines).toEqual(['The contracts in schema/ say what the code does.']);
  });

  it('describe every event of the catalogue, and nothing else', () => {
    const described = Object.keys(next).filter((path) => path.startsWith('events/json/') && !path.endsWith('envelope.json'));
    expect(described.sort()).toEqual(catalogue.flatMap(({ topic, types }) => Object.keys(types).map((type) => `events/json/${topic}/${type}.json`)).sort());
  });

  it('let a reader of today pass over the fields of tomorrow', () => {
    expect(Object.entries(next).filter(([path, text]) => path.startsWith('events/json/') && text.includes('"additionalProperties": false')).map(([path]) => path)).toEqual([]);
  });

  it('refer only to what is there', () => {
    const document = asyncApi();
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(catalogue.length);
    expect(refs.filter((ref) => !isThere(document, ref))).toEqual([]);
  });

  it('route every subgraph to the service of its name', () => {
    const urls = [...(next['supergraph.graphql'] ?? '').matchAll(/@join__graph\(name: "([^"]+)", url: "([^"]+)"\)/g)].map(([, name, url]) => [name, url]);
    expect(urls).toEqual(['fiscalization', 'merchants', 'orders-sync', 'payments', 'tokens'].map((name) => [name, `http://${name}:4000/graphql`]));
    expect(() => buildSchema(next['supergraph.graphql'] ?? '')).not.toThrow();
  });

  it('would break a reader if any field of any of them went away', () => {
    const silent = Object.keys(next).filter((path) => path.startsWith('events/json/') || path.startsWith('subgraphs/')).filter((path) => {
      const { [path]: _gone, ...rest } = next;
      return breakingChanges(next, rest).length === 0;
    });
    expect(silent).toEqual([]);
  });
});
