import { Forbidden, NotFound, ValidationFailed } from '@paygraph/shared/graphql/errors';
import { err, type Result } from '@paygraph/shared/result';
import { Arg, createUnionType, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { platformCredentials } from '../domain/connectors';
import type { ConfigurationError } from '../use-cases/configure';
import { openers } from '../use-cases/openers';
import { answered } from './answer';
import type { MerchantsContext } from './context';
import { secretOf } from './credential.input';
import { PlatformKind } from './enums';
import { Platform } from './platform.type';
import { platformView } from './views';

@InputType()
class ConfigurePlatformInput {
  @Field(() => ID, { nullable: true, description: 'Left out: the one with this name is changed, or a new one made.' })
  readonly id?: string | null;

  @Field(() => PlatformKind)
  readonly kind!: 'delivery';

  @Field(() => String)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: 'What the platform signs its calls with. Sealed at once; left out: the stored one stays.' })
  readonly secret?: string | null;

  @Field(() => Boolean, { defaultValue: true })
  readonly active!: boolean;
}

@ObjectType()
class ConfigurePlatformSuccess {
  @Field(() => Platform)
  readonly platform!: Platform;
}

const ConfigurePlatformResult = createUnionType({
  name: 'ConfigurePlatformResult',
  types: () => [ConfigurePlatformSuccess, ValidationFailed, NotFound, Forbidden] as const,
});

/** A platform's only credential is a field of its own. */
const namingSecret = <T>(result: Result<T, ConfigurationError>): Result<T, ConfigurationError> =>
  result.ok || result.error.kind !== 'ValidationFailed' || result.error.field !== 'credentials' ? result : err({ ...result.error, field: 'secret' });

@Resolver()
export class ConfigurePlatform {
  @Mutation(() => ConfigurePlatformResult, { description: 'The whole state of a connected platform, except that a secret left out stays as it is.' })
  async configurePlatform(
    @Arg('input', () => ConfigurePlatformInput) { id, secret, ...draft }: ConfigurePlatformInput,
    @Ctx() { actor, useCases }: MerchantsContext,
  ): Promise<typeof ConfigurePlatformResult> {
    const credentials = typeof secret === 'string' ? [{ name: 'secret', value: secret }] : null;
    const result = await useCases.configure({
      kind: 'Platform',
      merchantId: actor.merchantId,
      id: id ?? undefined,
      draft,
      secret: secretOf(credentials, { opener: openers.Platform, wanted: platformCredentials }),
    });
    return answered(namingSecret(result), (platform) => Object.assign(new ConfigurePlatformSuccess(), { platform: platformView(platform, useCases) }));
  }
}
