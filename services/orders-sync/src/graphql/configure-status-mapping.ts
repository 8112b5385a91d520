import { Forbidden, IdempotencyConflict, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { Arg, createUnionType, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { MappingRow } from '../domain/status-mapping';
import { configureStatusMapping } from '../use-cases/configure-status-mapping';
import { failed } from './answer';
import type { OrdersContext } from './context';
import { MappingSource } from './enums';
import { StatusMappingRow } from './status-mapping.type';

@InputType()
class StatusMappingRowInput {
  @Field(() => MappingSource)
  readonly source!: MappingRow['source'];

  @Field(() => String, { description: 'PAYMENT: PaymentDeclined, PaymentVoided. ORDER: capture, cancelled, returned.' })
  readonly when!: string;

  @Field(() => String, { description: 'For instance ORDER capture: picked (default), payment_secured, in_delivery, delivered, by_hand.' })
  readonly then!: string;
}

@InputType()
class ConfigureStatusMappingInput {
  @Field(() => String)
  readonly idempotencyKey!: string;

  @Field(() => [StatusMappingRowInput], { description: 'Rows that are not named stay as they are.' })
  readonly rows!: readonly StatusMappingRowInput[];
}

@ObjectType()
class ConfigureStatusMappingSuccess {
  @Field(() => [StatusMappingRow], { description: 'The whole mapping, defaults included.' })
  readonly rows!: readonly StatusMappingRow[];
}

const ConfigureStatusMappingResult = createUnionType({
  name: 'ConfigureStatusMappingResult',
  types: () => [ConfigureStatusMappingSuccess, ValidationFailed, IdempotencyConflict, Forbidden] as const,
});

@Resolver()
export class ConfigureStatusMapping {
  @Mutation(() => ConfigureStatusMappingResult, { description: 'What an event of the payment makes of an order, and when an order asks to take or give back money. Holds for every change after it.' })
  async configureStatusMapping(
    @Arg('input', () => ConfigureStatusMappingInput) { idempotencyKey, rows }: ConfigureStatusMappingInput, @Ctx() { actor, desk }: OrdersContext,
  ): Promise<typeof ConfigureStatusMappingResult> {
    const given = rows.map(({ source, when, then }) => ({ source, when, then }));
    const result = await configureStatusMapping(desk, { merchantId: actor.merchantId, idempotencyKey, rows: given });
    if (!result.ok) return failed(result.error) as ValidationFailed | IdempotencyConflict;
    return Object.assign(new ConfigureStatusMappingSuccess(), { rows: result.value.map((row) => Object.assign(new StatusMappingRow(), row)) });
  }
}
