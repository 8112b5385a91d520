import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { GatewayContext } from '../context';
import type { PlannedSupergraph } from '../supergraph';
import type { OperationOf } from './operations';

type GatewayInterface = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];
type Load = Awaited<ReturnType<GatewayInterface['load']>>;
type Executor = NonNullable<Load['executor']>;

const noSuchOperation = (): GraphQLError => new GraphQLError('Say with operationName which operation of the document is meant.', { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });

const executorOf =
  (operationOf: OperationOf): Executor =>
  async ({ source, document, operation: definition, request, context }): Promise<ExecutionResult> => {
    // Apollo Server calls it also when the name that was given is of no operation in the document, whatever its types say.
    if (!(definition as typeof definition | undefined)) return { errors: [noSuchOperation()] };
    const operation = operationOf(source, { document, definition });
    if (!operation.ok) return { errors: [operation.error] };
    return operation.value.execute({ context: context as GatewayContext, variables: request.variables ?? {} });
  };

/** Puts our executor behind Apollo Server, through the interface that it has for gateways. */
export const gatewayInterface = (supergraph: PlannedSupergraph, operationOf: OperationOf): GatewayInterface => {
  const listeners = new Set<Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0]>();
  return {
    onSchemaLoadOrUpdate: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    load: () => {
      for (const tell of listeners) tell({ apiSchema: supergraph.apiSchema, coreSupergraphSdl: supergraph.sdl });
      return Promise.resolve({ executor: executorOf(operationOf) });
    },
    stop: () => Promise.resolve(),
  };
};
