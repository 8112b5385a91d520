import { Field, ObjectType } from 'type-graphql';
import type { MappingRow } from '../domain/status-mapping';
import { MappingSource } from './enums';

@ObjectType({ description: 'How the order follows its payment and the payment its order; see configureStatusMapping.' })
export class StatusMappingRow {
  @Field(() => MappingSource)
  readonly source!: MappingRow['source'];

  @Field(() => String)
  readonly when!: string;

  @Field(() => String)
  readonly then!: string;
}
