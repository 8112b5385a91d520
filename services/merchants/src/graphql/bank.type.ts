import type { BankState as State } from '@paygraph/shared/banks';
import { Field, ObjectType } from 'type-graphql';
import { BankState } from './enums';

@ObjectType({ description: 'A bank that acquires for shops, in its legal state of today.' })
export class Bank {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'The name before, where it was renamed.' })
  readonly formerly!: string | null;

  @Field(() => BankState)
  readonly state!: State;

  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD or YYYY-MM, as far as it is known.' })
  readonly since!: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the bank that took it over, or is about to.' })
  readonly successor!: string | null;

  @Field(() => Boolean, { description: 'False: not seen in print. Look into the register of the Bank of Russia before a decision hangs on it.' })
  readonly certain!: boolean;

  @Field(() => Boolean, { description: 'Whether new payments may go through it.' })
  readonly takesPayments!: boolean;
}
