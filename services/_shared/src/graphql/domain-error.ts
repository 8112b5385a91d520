import 'reflect-metadata';
import { Field, InterfaceType } from 'type-graphql';

/**
 * `Error` in the graph: what every expected failure is, so that a client can handle members of a result union that it does not know yet.
 * Implementations are never registered by themselves: they live in one global store and would leak into other services' schemas.
 */
@InterfaceType('Error', { autoRegisterImplementations: false })
export abstract class DomainError {
  @Field(() => String, { description: 'Stable, for programs.' })
  readonly code!: string;

  @Field(() => String, { description: 'For people: what was wrong and the way out.' })
  readonly message!: string;
}
