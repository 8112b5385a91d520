import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { SubgraphAnswer } from '../data-source/portions';
import type { SubgraphSources } from '../data-source/subgraph-source';
import { mergeEntities, wantedEntities } from './entities';
import { copyOf, mergeInto } from './json-object';
import { compileRepresentation } from './representations';
import { compileRewrites } from './rewrites';
import type { Cursor, Run, Step } from './run';
import { reportEntityErrors, reportErrors } from './subgraph-errors';

/** `schema` is the supergraph with everything of composition in it: plans speak of its types. */
export type Subgraphs = Readonly<{ schema: GraphQLSchema; sources: SubgraphSources }>;
type Ask = (run: Run, representations?: readonly string[]) => Promise<SubgraphAnswer>;

const variablesText = ({ variables }: Run, names: readonly string[]): string =>
  names
    .filter((name) => Object.hasOwn(variables, name) && variables[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${JSON.stringify(variables[name])}`)
    .join(',');

const askOf = ({ sources }: Subgraphs, { serviceName, operation, operationName, operationKind, variableUsages = [] }: FetchNode): Ask => {
  const source = sources[serviceName];
  if (!source) throw new Error(`There is no way to the subgraph "${serviceName}".`);
  const head = JSON.stringify({ query: operation, operationName }).slice(0, -1);
  const isMutation = operationKind === OperationTypeNode.MUTATION;
  return (run, representations) => source({ head, isMutation, variables: variablesText(run, variableUsages), representations }, run.context);
};

const wrapped = (error: unknown): GraphQLError => (error instanceof GraphQLError ? error : new GraphQLError('unexpected', { originalError: error instanceof Error ? error : new Error(String(error)) }));

const reportingFailure =
  (step: Step): Step =>
  async (run, cursor) => {
    try {
      await step(run, cursor);
    } catch (error) {
      run.errors.push(wrapped(error));
    }
  };

/** Takes an answer to a fetch of root fields, however it came. */
export type Receive = (run: Run, cursor: Cursor, answer: SubgraphAnswer) => void;

export const compileReceive = ({ schema }: Subgraphs, node: FetchNode): Receive => {
  const rewrite = compileRewrites(schema, node.outputRewrites);
  return (run, cursor, { data, errors }) => {
    if (errors) reportErrors(run, errors, { service: node.serviceName, cursor });
    if (!data) return;
    rewrite(data);
    for (const [index, object] of cursor.objects.entries()) mergeInto(object, index === 0 ? data : copyOf(data));
  };
};

const compileRootFetch = (o: Subgraphs, node: FetchNode): Step => {
  const [ask, receive] = [askOf(o, node), compileReceive(o, node)];
  return async (run, cursor) => {
    if (cursor.objects.length > 0) receive(run, cursor, await ask(run));
  };
};

const compileEntityFetch = (o: Subgraphs, node: FetchNode): Step => {
  const ask = askOf(o, node);
  const [rewriteInput, rewriteOutput] = [compileRewrites(o.schema, node.inputRewrites), compileRewrites(o.schema, node.outputRewrites)];
  const readPlain = compileRepresentation(o.schema, node.requires ?? []);
  const read: typeof readPlain = (object) => {
    const representation = readPlain(object);
    if (representation?.['__typename']) rewriteInput(representation);
    return representation;
  };
  return async (run, cursor) => {
    const wanted = wantedEntities(cursor, read);
    if (wanted.representations.length === 0) return;
    const { data, errors } = await ask(run, wanted.representations);
    if (errors) reportEntityErrors(run, errors, { service: node.serviceName, cursor, places: wanted.places });
    if (!data) return;
    mergeEntities(cursor, wanted, { entities: data['_entities'], rewrite: rewriteOutput });
  };
};

/** One fetch of a plan: asks the subgraph, merges what it answered, and reports what went wrong at the client's paths. */
export const compileFetch = (o: Subgraphs, node: FetchNode): Step => reportingFailure(node.requires ? compileEntityFetch(o, node) : compileRootFetch(o, node));
