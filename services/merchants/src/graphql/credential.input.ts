import { Field, InputType } from 'type-graphql';
import type { Secret } from '../use-cases/seal-credentials';

@InputType({ description: 'One named secret. It is sealed at once for the service that uses it and can never be read back.' })
export class CredentialInput {
  @Field(() => String)
  readonly name!: string;

  @Field(() => String)
  readonly value!: string;
}

/** Nothing given keeps what is stored. */
export const secretOf = (credentials: readonly CredentialInput[] | null | undefined, use: Omit<Secret, 'credentials'>): Secret | undefined =>
  credentials ? { ...use, credentials } : undefined;
