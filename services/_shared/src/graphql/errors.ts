import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DomainError } from './domain-error';

@Directive('@shareable')
@ObjectType({ implements: DomainError, description: 'The input breaks a rule; nothing was changed.' })
export class ValidationFailed extends DomainError {
  @Field(() => String, { description: 'The field of the input: `lines[2].quantityMilli`.' })
  readonly field!: string;
}

@Directive('@shareable')
@ObjectType({ implements: DomainError, description: 'There is no such thing, or it is not yours: the answer does not tell which.' })
export class NotFound extends DomainError {
  @Field(() => String)
  readonly entity!: string;

  @Field(() => ID)
  readonly id!: string;
}

@Directive('@shareable')
@ObjectType({ implements: DomainError, description: 'The idempotency key was used before with another input.' })
export class IdempotencyConflict extends DomainError {}

@Directive('@shareable')
@ObjectType({ implements: DomainError, description: 'This role may not do that.' })
export class Forbidden extends DomainError {}

export const validationFailed = ({ field, message }: Readonly<{ field: string; message: string }>): ValidationFailed =>
  Object.assign(new ValidationFailed(), { code: 'VALIDATION_FAILED', field, message: `${field}: ${message}` });

/** One text for what does not exist, what belongs to another merchant and what is no id at all. */
export const notFound = ({ entity, id }: Readonly<{ entity: string; id: string }>): NotFound =>
  Object.assign(new NotFound(), { code: 'NOT_FOUND', entity, id, message: `There is no ${entity} with this id.` });

export const idempotencyConflict = (): IdempotencyConflict =>
  Object.assign(new IdempotencyConflict(), {
    code: 'IDEMPOTENCY_CONFLICT',
    message: 'This idempotencyKey was used with another input. Repeat the first input to read its result, or take a new key for a new request.',
  });

export const forbidden = (): Forbidden => Object.assign(new Forbidden(), { code: 'FORBIDDEN', message: 'Your role may not do this.' });
