import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import { IdempotencyConflict, idempotencyConflict, NotFound, notFound, ValidationFailed, validationFailed } from '@paygraph/shared/graphql/errors';
import { assertNever } from '@paygraph/shared/result';
import type { Refusal } from '../domain/refusals';
import { NotAllowedNow } from './not-allowed.type';

export type Failed = ValidationFailed | NotFound | IdempotencyConflict | NotAllowedNow;

/** The member of a mutation's union for what went wrong. */
export const failed = (error: Refusal | IdempotencyError): Failed => {
  switch (error.kind) {
    case 'InvalidInput':
      return validationFailed({ field: error.field, message: error.rule });
    case 'Missing':
      return notFound(error);
    case 'NotAllowed':
      return Object.assign(new NotAllowedNow(), { code: 'NOT_ALLOWED_NOW', message: error.rule, status: error.status });
    case 'IdempotencyConflict':
      return idempotencyConflict();
    case 'BadIdempotencyKey':
      return validationFailed({ field: 'idempotencyKey', message: 'must be 1 to 255 printable ASCII characters' });
    default:
      return assertNever(error);
  }
};
