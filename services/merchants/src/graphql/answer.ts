import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import { IdempotencyConflict, idempotencyConflict, NotFound, notFound, ValidationFailed, validationFailed } from '@paygraph/shared/graphql/errors';
import { assertNever, type Result } from '@paygraph/shared/result';
import type { ConfigurationError } from '../use-cases/configure';

const failed = (error: ConfigurationError): ValidationFailed | NotFound => (error.kind === 'NotFound' ? notFound(error) : validationFailed(error));

/** The member of a mutation's union for a result. */
export const answered = <T, S>(result: Result<T, ConfigurationError>, success: (value: T) => S): S | ValidationFailed | NotFound =>
  result.ok ? success(result.value) : failed(result.error);

export const answeredOnce = <T, S>(result: Result<T, ConfigurationError | IdempotencyError>, success: (value: T) => S): S | ValidationFailed | NotFound | IdempotencyConflict => {
  if (result.ok) return success(result.value);
  switch (result.error.kind) {
    case 'IdempotencyConflict':
      return idempotencyConflict();
    case 'BadIdempotencyKey':
      return validationFailed({ field: 'idempotencyKey', message: 'Give 1 to 255 printable ASCII characters.' });
    case 'ValidationFailed':
    case 'NotFound':
      return failed(result.error);
    default:
      return assertNever(result.error);
  }
};
