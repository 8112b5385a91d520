import { Money } from '@paygraph/shared/graphql/money';
import { Field, ObjectType } from 'type-graphql';
import type { Account } from '../domain/ledger';
import { LedgerAccount } from './enums';
import { LegalEntity } from './neighbours.type';

@ObjectType({ description: 'The sum of an account over the whole ledger; all balances of a merchant add up to zero.' })
export class LedgerBalance {
  @Field(() => LedgerAccount)
  readonly account!: Account;

  @Field(() => LegalEntity, { nullable: true })
  readonly legalEntity!: LegalEntity | null;

  @Field(() => Money)
  readonly balance!: Money;
}
