import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, getOperationAST, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';
import type { SubgraphSource } from '@paygraph/gateway/data-source/subgraph-source';
import { createOperations } from '@paygraph/gateway/execution/operations';
import { loadSupergraph } from '@paygraph/gateway/supergraph';
import { createLog } from '@paygraph/shared/log';
import type { MadeUp } from './made-up-operations';
import { madeUpSubgraphs, type Body } from './made-up-subgraphs';
import type { Graph } from './graphs';

export type Told = Readonly<{ data: unknown; errors: readonly string[] }>;
export type Both = Readonly<{ schema: GraphQLSchema; stock(asked: MadeUp): Promise<Told>; ours(asked: MadeUp): Promise<Told> }>;

type Executor = Awaited<ReturnType<ApolloGateway['load']>>['executor'];
type Process = Parameters<GraphQLDataSource['process']>[0];

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Of a fetch that failed as a whole no place is known; Apollo then tells an inner one. */
const known = (path: readonly unknown[] | undefined): readonly unknown[] | undefined => {
  const end = path?.findIndex((step) => step === '@' || step === '_entities') ?? -1;
  return end < 0 ? path : path?.slice(0, end);
};

/** How either says that the subgraphs broke the promise of the schema: Apollo beside the errors, we as one. */
export const hole = JSON.stringify(['INCOMPLETE_ANSWER']);

/** Errors as a set of texts: which of two fetches that run side by side fails first is nobody's promise. */
const told = ({ data, errors = [], extensions }: ExecutionResult): Told => {
  const all = errors.map(({ message, path, extensions: { code } }) => (code === 'INCOMPLETE_ANSWER' ? hole : JSON.stringify([code, message, known(path)])));
  if (extensions?.['valueCompletion']) all.push(hole);
  return { data: data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as unknown), errors: [...new Set(all)].sort() };
};

const requestOf = ({ query, variables }: MadeUp): Parameters<NonNullable<Executor>>[0] => {
  const document = parse(query);
  return {
    request: { query, variables }, document, operation: getOperationAST(document), queryHash: createHash('sha256').update(query).digest('hex'), metrics: {}, logger: quiet, context: {},
  } as unknown as Parameters<NonNullable<Executor>>[0];
};

const bodyOf = ({ head, variables, representations }: Parameters<SubgraphSource>[0]): Body => {
  const entities = representations ? `${variables ? ',' : ''}"representations":[${representations.join(',')}]` : '';
  return JSON.parse(`${head},"variables":{${variables}${entities}}}`) as Body;
};

/** The executor of @apollo/gateway and ours, over the same planner, supergraph and subgraphs. */
export const startBoth = async ({ supergraphSdl, subgraphs }: Graph): Promise<Both & { stop(): Promise<void> }> => {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const supergraph = loadSupergraph(supergraphSdl);
  const answers = madeUpSubgraphs(subgraphs);
  const answer = (name: string, body: Body) => answers[name]?.(body) ?? Promise.reject(new Error(`no subgraph ${name}`));
  const reference = new ApolloGateway({
    supergraphSdl, logger: quiet,
    buildService: ({ name }) => ({ process: ({ request: { query = '', operationName, variables = {} } }: Process) => answer(name, { query, operationName, variables: JSON.parse(JSON.stringify(variables)) as Body['variables'] }) as ReturnType<GraphQLDataSource['process']> }),
  });
  const { executor } = await reference.load();
  const sources = Object.fromEntries(supergraph.subgraphNames.map((name): [string, SubgraphSource] => [name, (fetch) => answer(name, bodyOf(fetch))]));
  const operationOf = createOperations({ supergraph, sources, log: createLog({ service: 'both', level: 'fatal' }) });
  return {
    schema: supergraph.apiSchema,
    stock: async (asked) => told(await executor(requestOf(asked))),
    ours: async ({ query, variables }) => {
      const document = parse(query);
      const definition = getOperationAST(document);
      if (!definition) throw new GraphQLError('no operation');
      const operation = operationOf(query, { document, definition });
      if (!operation.ok) return told({ errors: [operation.error] });
      return told(await operation.value.execute({ variables, context: { actor: {} as never, deadline: 0 } }));
    },
    stop: () => reference.stop(),
  };
};
