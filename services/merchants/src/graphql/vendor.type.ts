import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Agent } from '../domain/agent';
import { AgentSign } from './enums';

@ObjectType({ description: 'For whom the merchant sells (tags 1222, 1225, 1226 and 1171 of a receipt).' })
export class AgentScheme {
  @Field(() => AgentSign)
  readonly sign!: Agent['sign'];

  @Field(() => String)
  readonly supplierName!: string;

  @Field(() => String)
  readonly supplierInn!: string;

  @Field(() => [String])
  readonly supplierPhones!: readonly string[];
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A seller of the marketplace: by an agent scheme, or with a legal entity of its own.' })
export class Vendor {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => AgentScheme, { nullable: true })
  readonly agent!: AgentScheme | null;

  @Field(() => Boolean)
  readonly active!: boolean;

  readonly legalEntityId!: string | null;
}
