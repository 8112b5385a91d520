import { Directive, Field, ID, ObjectType } from 'type-graphql';

@Directive('@key(fields: "id")')
@ObjectType()
export class Order {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType()
export class ChildOrder {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class Payment {
  @Field(() => ID)
  readonly id!: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType()
export class CashRegister {
  @Field(() => ID)
  readonly id!: string;
}
