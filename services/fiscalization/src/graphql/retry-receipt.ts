import type { IdempotencyError } from '@paygraph/shared/db/idempotency';
import { DomainError } from '@paygraph/shared/graphql/domain-error';
import { Forbidden, IdempotencyConflict, idempotencyConflict, NotFound, notFound, ValidationFailed, validationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { ReceiptState } from '../domain/receipt-state';
import type { RetryError } from '../use-cases/retry-receipt';
import type { FiscalContext } from './context';
import { ReceiptStateEnum } from './enums';
import { receiptsBy } from './load';
import { Receipt, toReceiptType } from './receipt.type';

@InputType()
export class RetryReceiptInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => ID)
  readonly receiptId!: string;

  @Field(() => String, { nullable: true, description: 'E-mail or phone, when the buyer’s own could not be used.' })
  readonly contact?: string | null;
}

@ObjectType()
export class RetryReceiptSuccess {
  @Field(() => Receipt)
  readonly receipt!: Receipt;
}

@ObjectType({ implements: DomainError, description: 'Only a failed receipt, or an unknown one that is overdue, can be retried; the others are under way or done.' })
export class ReceiptNotFailed extends DomainError {
  @Field(() => ReceiptStateEnum)
  readonly state!: ReceiptState;
}

export const RetryReceiptResult = createUnionType({
  name: 'RetryReceiptResult',
  types: () => [RetryReceiptSuccess, ReceiptNotFailed, ValidationFailed, NotFound, IdempotencyConflict, Forbidden] as const,
});

const toError = (error: RetryError | IdempotencyError): ReceiptNotFailed | ValidationFailed | NotFound | IdempotencyConflict => {
  switch (error.kind) {
    case 'ReceiptNotFound':
      return notFound({ entity: 'Receipt', id: error.receiptId });
    case 'ReceiptNotFailed': {
      const message = `This receipt is ${error.state}; only a failed one, or an unknown one that is overdue, can be retried.`;
      return Object.assign(new ReceiptNotFailed(), { code: 'RECEIPT_NOT_FAILED', state: error.state, message });
    }
    case 'BadContact':
      return validationFailed({ field: 'contact', message: 'give an e-mail address or a phone with 7 to 18 digits' });
    case 'BadIdempotencyKey':
      return validationFailed({ field: 'idempotencyKey', message: 'give 1 to 255 printable ASCII characters' });
    case 'IdempotencyConflict':
      return idempotencyConflict();
  }
};

@Resolver()
export class RetryReceipt {
  @Mutation(() => RetryReceiptResult, { description: 'Sends a failed receipt again, or one that is unknown and overdue: look into the register first, it is told the same key.' })
  async retryReceipt(
    @Arg('input', () => RetryReceiptInput) { receiptId, idempotencyKey, contact }: RetryReceiptInput,
    @Ctx() context: FiscalContext,
  ): Promise<typeof RetryReceiptResult> {
    const { actor, useCases } = context;
    const retried = await useCases.retryReceipt({ merchantId: actor.merchantId, receiptId, idempotencyKey, contact: contact ?? null });
    if (!retried.ok) return toError(retried.error);
    const [view] = await receiptsBy(context, { by: 'id' }, receiptId);
    return view === undefined ? notFound({ entity: 'Receipt', id: receiptId }) : Object.assign(new RetryReceiptSuccess(), { receipt: toReceiptType(view) });
  }
}
