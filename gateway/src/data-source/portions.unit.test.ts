import { joined, portionsOf, type SubgraphAnswer } from './portions';

const references = (count: number) => Array.from({ length: count }, (_, id) => ({ __typename: 'Order', id }));
const answered = (portion: readonly { id: number }[]): SubgraphAnswer => ({ data: { _entities: portion.map(({ id }) => ({ id })) } });

describe('the entity references of a fetch', () => {
  it.each([[1, [1]], [100, [100]], [101, [100, 1]], [250, [100, 100, 50]]])('%d go in portions of %j', (count, sizes) => {
    const portions = portionsOf(references(count));
    expect(portions.map(({ length }) => length)).toEqual(sizes);
    expect(joined(portions.map(answered), portions).data?.['_entities']).toEqual(references(count).map(({ id }) => ({ id })));
  });

  it('keep their place when a portion fails, and so do the errors', () => {
    const portions = portionsOf(references(250));
    const [first, , third] = portions.map(answered);
    const failed: SubgraphAnswer = { data: null, errors: [{ message: 'all' }, { message: 'one', path: ['_entities', 3, 'payment'] }] };
    const { data, errors } = joined([first as SubgraphAnswer, failed, third as SubgraphAnswer], portions);
    const entities = data?.['_entities'] as unknown[];
    expect([entities.length, entities[99], entities[100], entities[199], entities[200]]).toEqual([250, { id: 99 }, null, null, { id: 200 }]);
    expect(errors).toEqual([{ message: 'all' }, { message: 'one', path: ['_entities', 103, 'payment'] }]);
  });
});
