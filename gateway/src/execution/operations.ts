import { GraphQLError } from 'graphql';
import { hash } from 'node:crypto';
import { err, ok, type Result } from '@paygraph/shared/result';
import { recentlyUsed } from '../recently-used';
import { compileOperation, type Defined, type Operation, type OperationParts } from './operation';

/** The compiled operation of a text and the definition in it that is meant; the error says why it cannot be planned. */
export type OperationOf = (text: string, defined: Defined) => Result<Operation, GraphQLError>;

const operationsMax = 500;

const compiled = (o: OperationParts, defined: Defined): Result<Operation, GraphQLError> => {
  try {
    return ok(compileOperation(o, defined));
  } catch (error) {
    if (error instanceof GraphQLError) return err(error);
    throw error;
  }
};

/** Remembers the operations that were used last: one that was never seen costs as much as ten that are known. */
export const createOperations = (o: OperationParts): OperationOf => {
  const operations = recentlyUsed<Operation>(operationsMax);
  return (text, defined) => {
    const key = `${hash('sha256', text, 'base64url')} ${defined.definition.name?.value ?? ''}`;
    const known = operations.get(key);
    if (known) return ok(known);
    const operation = compiled(o, defined);
    if (operation.ok) operations.set(key, operation.value);
    return operation;
  };
};
