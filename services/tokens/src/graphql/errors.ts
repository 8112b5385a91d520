import { DomainError } from '@paygraph/shared/graphql/domain-error';
import { NotFound, notFound } from '@paygraph/shared/graphql/errors';
import { assertNever } from '@paygraph/shared/result';
import { Field, ObjectType } from 'type-graphql';
import type { Switcher } from '../domain/saved-method';
import type { ChangeError } from '../use-cases/change-method';
import { SwitchedOffBy } from './saved-method.type';

@ObjectType({ implements: DomainError, description: 'Whoever switched it off is the only one to switch it on.' })
export class SwitchedOffByOther extends DomainError {
  @Field(() => SwitchedOffBy)
  readonly by!: Switcher;
}

@ObjectType({ implements: DomainError, description: 'A method that is off cannot be the default.' })
export class SavedMethodIsOff extends DomainError {}

export const toGraphQL = (error: ChangeError): NotFound | SwitchedOffByOther | SavedMethodIsOff => {
  switch (error.kind) {
    case 'NotFound':
      return notFound({ entity: 'SavedMethod', id: error.id });
    case 'SwitchedOffByOther':
      return Object.assign(new SwitchedOffByOther(), { code: 'SWITCHED_OFF_BY_OTHER', message: error.message, by: error.by });
    case 'MethodIsOff':
      return Object.assign(new SavedMethodIsOff(), { code: 'SAVED_METHOD_IS_OFF', message: 'Switch the method on first, or choose another one.' });
    default:
      return assertNever(error);
  }
};
