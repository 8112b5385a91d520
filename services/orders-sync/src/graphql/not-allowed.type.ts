import { DomainError } from '@paygraph/shared/graphql/domain-error';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ implements: DomainError, description: 'The order is not in a state in which this can be done; nothing was changed.' })
export class NotAllowedNow extends DomainError {
  @Field(() => String, { description: 'The status that stands in the way.' })
  readonly status!: string;
}
