import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Where goods lie; its legal entity sells them.' })
export class Warehouse {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'What other systems call it.' })
  readonly code!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => Boolean)
  readonly active!: boolean;

  readonly legalEntityId!: string;
}
