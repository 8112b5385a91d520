import { Money, toMoney } from '@paygraph/shared/graphql/money';
import { DateTime } from '@paygraph/shared/graphql/scalars';
import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { ReceiptKind } from '../domain/receipt-kind';
import type { ReceiptState } from '../domain/receipt-state';
import type { ReceiptView } from '../use-cases/read-receipts';
import { ReceiptKindEnum, ReceiptStateEnum } from './enums';
import { FiscalAttributes } from './receipt-parts.type';

@Directive('@key(fields: "id")')
@ObjectType({ description: 'A fiscal receipt of one child order (54-FZ).' })
export class Receipt {
  @Field(() => ID, { description: 'Also the key that the cash register knows it by.' })
  readonly id!: string;

  @Field(() => ReceiptKindEnum)
  readonly kind!: ReceiptKind;

  @Field(() => ReceiptStateEnum)
  readonly state!: ReceiptState;

  @Field(() => Int, { description: 'Place among the receipts of the child order: each is registered after the one before.' })
  readonly seq!: number;

  @Field(() => Money, { description: 'Tag 1020.' })
  readonly total!: Money;

  @Field(() => FiscalAttributes, { nullable: true, description: 'Once it is registered.' })
  readonly fiscal!: FiscalAttributes | null;

  @Field(() => String, { nullable: true, description: 'The text of the QR code (tag 1196); not an address.' })
  readonly qr!: string | null;

  @Field(() => String, { nullable: true, description: 'The page of the receipt.' })
  readonly url!: string | null;

  @Field(() => DateTime)
  readonly plannedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is late: not registered within the time that the operator set.' })
  readonly overdueSince!: Date | null;

  readonly view!: ReceiptView;
}

export const toReceiptType = (view: ReceiptView): Receipt => {
  const { id, kind, state, seq, total, fiscal, qr, url, plannedAt, overdueSince } = view;
  return Object.assign(new Receipt(), { id, kind, state, seq, total: toMoney(total), fiscal, qr, url, plannedAt, overdueSince, view });
};
