import { graphql } from 'graphql';
import { Arg, Field, InputType, Query, registerEnumType, Resolver } from 'type-graphql';
import { buildSubgraph } from './build-subgraph';

const Speed = { SLOW: 'slow', FAST: 'fast' } as const;
registerEnumType(Speed, { name: 'Speed' });

@InputType()
class RideInput {
  @Field(() => Speed, { defaultValue: Speed.FAST })
  readonly speed!: string;
}

@Resolver()
class RideResolver {
  @Query(() => String)
  ride(@Arg('input', () => RideInput) input: RideInput, @Arg('back', () => Speed, { defaultValue: Speed.SLOW }) back: string): string {
    return `${input.speed} ${back}`;
  }
}

describe('a default that is a member of an enum', () => {
  it('reaches the code as the same value as the member written out', async () => {
    const { schema, sdl } = buildSubgraph({ resolvers: [RideResolver] });
    const result = await graphql({ schema, source: '{ silent: ride(input: {}) said: ride(input: { speed: FAST }, back: SLOW) }' });
    expect(result.data).toEqual({ silent: 'fast slow', said: 'fast slow' });
    expect(sdl).toContain('speed: Speed! = FAST');
  });
});
