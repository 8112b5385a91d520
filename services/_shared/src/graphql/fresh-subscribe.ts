import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { renewContext, type GraphContext } from './context';
import { mapStream, type Stream } from './streams';

const isIterable = (value: object): value is AsyncIterable<unknown> => Symbol.asyncIterator in value;

/**
 * graphql-js's `subscribe` with two differences: each event is resolved with loaders of its own (graphql-js keeps one context for the
 * whole subscription, so every event would see the rows of the first), and the reader's `return` reaches the source at once.
 */
export const freshSubscribe = async (args: ExecutionArgs): Promise<Stream<ExecutionResult> | ExecutionResult> => {
  const source = await createSourceEventStream(args);
  if (!isIterable(source)) return source;
  const context = args.contextValue as GraphContext;
  return mapStream(source[Symbol.asyncIterator](), (rootValue) => execute({ ...args, rootValue, contextValue: renewContext(context) }));
};
