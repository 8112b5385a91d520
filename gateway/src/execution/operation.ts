import type { SubscriptionNode } from '@apollo/query-planner';
import { getVariableValues, Kind, type DocumentNode, type ExecutionResult, type GraphQLError, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import type { Log } from '@paygraph/shared/log';
import { err, ok, type Result } from '@paygraph/shared/result';
import type { GatewayContext } from '../context';
import type { SubgraphAnswer } from '../data-source/portions';
import type { SubgraphSources } from '../data-source/subgraph-source';
import { recentlyUsed } from '../recently-used';
import type { PlannedSupergraph } from '../supergraph';
import { conditionVariables } from './conditions';
import { compileReceive, type Subgraphs } from './fetch';
import { incompleteAnswer, type Projecting } from './hole';
import { introspect } from './introspection';
import { compileProjection, type ProjectObject } from './projection';
import type { Cursor, JsonObject, Run, Variables } from './run';
import { compileSteps } from './steps';

export type Asked = Readonly<{ context: GatewayContext; variables: Variables }>;

/** An operation that has been planned and compiled. */
export type Operation = Readonly<{
  /** Whether the variables fit; a subscription is checked by this before it is opened. */
  coerce(variables: Variables): Result<Variables, readonly GraphQLError[]>;
  execute(asked: Asked): Promise<ExecutionResult>;
  /** Of a subscription: what is opened upstream, and one event of it with everything that the client asked for. */
  subscription: Readonly<{ node: SubscriptionNode; resolve(event: SubgraphAnswer, asked: Asked): Promise<ExecutionResult> }> | null;
}>;

export type OperationParts = Readonly<{ supergraph: PlannedSupergraph; sources: SubgraphSources; log: Log }>;
export type Defined = Readonly<{ document: DocumentNode; definition: OperationDefinitionNode }>;

// Of one operation: each set of answers to its @skip and @include is projected in a way of its own.
const projectionsMax = 16;
const errorsMax = 10;

type ProjectRoot = (coerced: Variables) => ProjectObject;

const compileRoot = ({ supergraph: { apiSchema: schema } }: OperationParts, { document, definition }: Defined): ProjectRoot => {
  const projections = recentlyUsed<ProjectObject>(projectionsMax);
  const names = conditionVariables(document);
  const root = schema.getRootType(definition.operation) as GraphQLObjectType;
  const fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));
  return (coerced) => {
    const key = names.map((name) => (coerced[name] === true ? 1 : 0)).join('');
    const known = projections.get(key);
    if (known) return known;
    const introspectHere = introspect.bind(null, { schema, document, definition });
    const project = compileProjection({ schema, fragments, coerced, introspect: introspectHere }, root, [definition.selectionSet]);
    projections.set(key, project);
    return project;
  };
};

type Execute = (asked: Asked, steps: (run: Run, root: Cursor) => Promise<void>) => Promise<ExecutionResult>;

const compileExecute = (o: OperationParts, coerce: Operation['coerce'], projectRoot: ProjectRoot): Execute => {
  return async ({ context, variables }, steps) => {
    const coerced = coerce(variables);
    if (!coerced.ok) return { errors: coerced.error };
    const root: JsonObject = {};
    const errors: GraphQLError[] = [];
    await steps({ context, variables, coerced: coerced.value, root, errors }, { path: [], objects: [root] });
    const at: Projecting = { path: null, field: '', variables };
    const data = projectRoot(coerced.value)(root, at);
    // Where a subgraph said what is wrong, its word is enough.
    if (at.path && errors.length === 0) {
      o.log.error({ field: at.field }, 'the answers of the subgraphs have a hole');
      errors.push(incompleteAnswer(at.path));
    }
    return errors.length > 0 ? { data, errors } : { data };
  };
};

const noVariables: Result<Variables, never> = ok({});

const compileCoerce = ({ supergraph: { apiSchema } }: OperationParts, { variableDefinitions = [] }: OperationDefinitionNode): Operation['coerce'] => {
  if (variableDefinitions.length === 0) return () => noVariables;
  return (variables) => {
    const { errors, coerced } = getVariableValues(apiSchema, variableDefinitions, variables, { maxErrors: errorsMax });
    return errors ? err(errors) : ok(coerced);
  };
};

const compileSubscription = (subgraphs: Subgraphs, node: SubscriptionNode, execute: Execute): Operation['subscription'] => {
  const receive = compileReceive(subgraphs, node.primary);
  const rest = compileSteps(subgraphs, node.rest);
  return {
    node,
    resolve: (event, asked) =>
      execute(asked, (run, root) => {
        receive(run, root, event);
        return rest(run, root);
      }),
  };
};

/** Plans and compiles a valid operation. @throws GraphQLError when it cannot be planned */
export const compileOperation = (o: OperationParts, defined: Defined): Operation => {
  const { supergraph, sources } = o;
  const { definition, document } = defined;
  const { node } = supergraph.plan(document, definition.name?.value);
  const subgraphs: Subgraphs = { schema: supergraph.supergraphSchema, sources };
  const coerce = compileCoerce(o, definition);
  const execute = compileExecute(o, coerce, compileRoot(o, defined));
  if (node?.kind === 'Subscription') {
    return { coerce, execute: () => Promise.reject(new Error('a subscription is not executed but opened')), subscription: compileSubscription(subgraphs, node, execute) };
  }
  const steps = compileSteps(subgraphs, node);
  return { coerce, execute: (asked) => execute(asked, steps), subscription: null };
};
