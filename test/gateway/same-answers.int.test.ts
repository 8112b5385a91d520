import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { hole, startBoth } from './both';
import { committedGraph, rareGraph } from './graphs';
import { madeUpOperation, type MadeUp } from './made-up-operations';
import { tapeOf } from './tape';
import { wholeMutations, wholeQueries } from './whole-operations';

const runs = Number(process.env['SAME_ANSWERS_RUNS'] ?? 200);

describe.each([['the committed graph', committedGraph], ['a graph with what is rare', rareGraph]] as const)('over %s our executor answers as the one of @apollo/gateway does', (_graph, graphOf) => {
  const isRare = graphOf === rareGraph;
  let both: Awaited<ReturnType<typeof startBoth>>;
  const seen = { operations: 0, withData: 0, withErrors: 0, withHoles: 0 };
  beforeAll(async () => {
    both = await startBoth(graphOf());
  }, 60_000);
  afterAll(() => both.stop());

  const compare = async (asked: MadeUp): Promise<void> => {
    const [theirs, own] = [await both.stock(asked), await both.ours(asked)];
    // Of a non-null field that holds an object of unknown type theirs says nothing, against the specification.
    const silent = isRare && theirs.errors.length === 0 && own.errors.every((error) => error === hole);
    expect({ data: own.data, errors: silent ? [] : own.errors, asked }).toEqual({ ...theirs, asked });
    seen.operations += 1;
    if (theirs.data) seen.withData += 1;
    if (theirs.errors.length > 0) seen.withErrors += 1;
    if (theirs.errors.includes(hole)) seen.withHoles += 1;
  };

  it.each([['query', wholeQueries], ['mutation, alone and several at once', wholeMutations]] as const)('to every %s, with everything in it', async (_what, operationsOf) => {
    for (const asked of operationsOf(both.schema)) await compare(asked);
    expect(seen.operations).toBeGreaterThan(0);
  }, 120_000);

  it(`to ${runs} operations that were made up, with variables, defaults, aliases, fragments and conditions`, async () => {
    const tapes = fc.array(fc.nat(1_000_000), { minLength: 100, maxLength: 500 });
    await fc.assert(
      fc.asyncProperty(tapes, async (numbers) => {
        const asked = madeUpOperation(both.schema, tapeOf(numbers), isRare ? 2 : 4);
        fc.pre(validate(both.schema, parse(asked.query)).length === 0);
        await compare(asked);
      }),
      { numRuns: runs, maxSkipsPerRun: 100 },
    );
  }, 600_000);

  it('and what was compared had data, errors and broken promises in it', () => {
    expect(seen.operations).toBeGreaterThan(runs);
    expect(Math.min(seen.withData, seen.withErrors, seen.withHoles)).toBeGreaterThan(runs / 30);
  });
});
