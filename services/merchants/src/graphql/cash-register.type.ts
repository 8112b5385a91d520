import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Things } from '../domain/things';
import { ClosingSettlement } from './enums';
import { WithCredentials } from './sealed-credentials.type';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A cash register that prints the receipts of a legal entity.' })
export class CashRegister extends WithCredentials {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly connector!: string;

  @Field(() => String)
  readonly baseUrl!: string;

  @Field(() => ClosingSettlement)
  readonly closingSettlement!: Things['CashRegister']['closingSettlement'];

  @Field(() => Boolean)
  readonly active!: boolean;

  readonly legalEntityId!: string;
}
