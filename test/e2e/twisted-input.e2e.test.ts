import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, getNullableType, isUnionType, type GraphQLInputType } from 'graphql';
import { digestOf } from '../kit/digest';
import { goodInputs, lasting, renewed, type GoodInputs, type Input } from '../kit/good-inputs';
import { sellWithVendor } from '../kit/landmarks';
import { root } from '../kit/root';
import { startTestStack, type TestStack } from '../kit/stack';
import { twistsOf, type Twist } from '../kit/twists';

const schema = buildSchema(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'), { assumeValid: true });
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const withInput = mutations.filter(({ args }) => args.length > 0).map(({ name }) => name);

let stack: TestStack;
let good: GoodInputs;
let admin: string;
beforeAll(async () => {
  stack = await startTestStack();
  good = goodInputs(stack.shop, await sellWithVendor(stack.shop, 'TWIST-1'));
  admin = await stack.shop.stack.token('ADMIN');
}, 120_000);
afterAll(() => stack.stop());

type Outcome = Readonly<{ __typename: string; code?: string; message?: string; field?: string }>;
type Answer = Readonly<{ status: number; outcome?: Outcome; codes: readonly (string | undefined)[]; tookMs: number }>;

const typeOf = (mutation: string): GraphQLInputType => {
  const input = schema.getMutationType()?.getFields()[mutation]?.args[0];
  if (!input) throw new Error(`${mutation} takes no input`);
  return input.type;
};

const send = async (mutation: string, input: unknown): Promise<Answer> => {
  const union = getNullableType(schema.getMutationType()?.getFields()[mutation]?.type);
  const hasField = isUnionType(union) && union.getTypes().some(({ name }) => name === 'ValidationFailed');
  const query = `mutation ($input: ${String(typeOf(mutation))}) { outcome: ${mutation}(input: $input) { __typename ... on Error { code message } ${hasField ? '... on ValidationFailed { field }' : ''} } }`;
  const startedAt = Date.now();
  const response = await fetch(stack.shop.stack.graphql, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${admin}` }, body: JSON.stringify({ query, variables: { input } }) });
  const { data, errors = [] } = (await response.json()) as { data?: { outcome: Outcome } | null; errors?: { extensions?: { code?: string } }[] };
  return { status: response.status, outcome: data?.outcome, codes: errors.map(({ extensions }) => extensions?.code), tookMs: Date.now() - startedAt };
};

/** The codes by which a request is refused before any rule of the business is asked. */
const refusals = ['BAD_USER_INPUT', 'BAD_AMOUNT', 'BAD_TIME', 'BAD_REQUEST', 'BODY_TOO_LARGE'];
const answerMaxMs = 5_000;

const isSuccess = ({ outcome }: Answer): boolean => outcome?.__typename.endsWith('Success') ?? false;
const isTold = ({ outcome, codes }: Answer): boolean => (outcome ? (outcome.message ?? '') !== '' : codes.length > 0 && codes.every((code) => refusals.includes(code ?? '')));

const whole = ['total', 'inn', 'code', 'name'];

/** A broken rule must name the value that breaks it, or the thing that the value is part of. */
const namesPlace = ({ outcome }: Answer, { path }: Twist): boolean => {
  if (outcome?.__typename !== 'ValidationFailed') return true;
  const { field = '' } = outcome;
  // A sum that no longer adds up is the whole input's fault, and so is an id beside another thing's own name.
  return whole.includes(field) || field === path || path.startsWith(`${field}.`) || path.startsWith(`${field}[`) || field.startsWith(`${path}[`) || field.startsWith(`${path}.`);
};

/** What was refused, to be sent once more when all is quiet. */
const refused: { mutation: string; input: unknown }[] = [];

const judge = (answer: Answer, twist: Twist): unknown[] => {
  if (isSuccess(answer)) return [];
  const { path, what } = twist;
  return isTold(answer) && namesPlace(answer, twist) && answer.tookMs < answerMaxMs ? [] : [{ path, what, ...answer }];
};

const makeGood = async (mutation: string): Promise<Input> => (await good[mutation]?.()) ?? {};
const nextGood = async (mutation: string, used: Input): Promise<Input> => (lasting.includes(mutation) ? renewed(used) : makeGood(mutation));

/** Sends each twist of a good input, made anew whenever one was taken and used it up; gives the answers that are wrong, and at last the untwisted one's. */
const tryTwists = async (mutation: string): Promise<{ wrong: unknown[]; untwisted: Answer }> => {
  const type = typeOf(mutation);
  let input = await makeGood(mutation);
  const wrong: unknown[] = [];
  for (const { path, what } of twistsOf(type, input)) {
    const [twist] = twistsOf(type, input).filter((one) => one.path === path && one.what === what);
    if (!twist) continue;
    const answer = await send(mutation, twist.input);
    wrong.push(...judge(answer, twist));
    if (isSuccess(answer)) input = await nextGood(mutation, input);
    else refused.push({ mutation, input: twist.input });
  }
  // Also gives back the names that a twist was allowed to change, or what was refused for them would be taken later.
  return { wrong, untwisted: await send(mutation, input) };
};

/** There is no failed receipt to retry and no operation in doubt, which is what a good input is told. */
const nothingToDo: Readonly<Record<string, string>> = { retryReceipt: 'ReceiptNotFailed', settleOperation: 'OperationNotInDoubt' };

describe('an input with one value twisted', () => {
  it('is tried of every mutation', () => expect(Object.keys(good).sort()).toEqual([...withInput].sort()));

  it.each(withInput)('of %s is taken, or refused by a typed error that names the value', async (mutation) => {
    const { wrong, untwisted } = await tryTwists(mutation);
    expect(wrong).toEqual([]);
    expect(untwisted.outcome?.__typename).toMatch(nothingToDo[mutation] ?? /Success$/);
  }, 60_000);

  it('changes nothing when it is refused', async () => {
    const { ownerUrl } = stack.shop.stack.world;
    const before = await digestOf(ownerUrl);
    await Promise.all(refused.map(({ mutation, input }) => send(mutation, input)));
    expect(await digestOf(ownerUrl)).toEqual(before);
    expect(new Set(refused.map(({ mutation }) => mutation)).size).toBeGreaterThan(20);
  }, 90_000);
});
