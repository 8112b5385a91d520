import { allowedChildEvents, childEvents, childStatuses, nextChildStatus } from './child-status';

describe('child order statuses', () => {
  it('move exactly like this and refuse everything else', () => {
    const moves = childStatuses.flatMap((from) =>
      childEvents.flatMap((event) => {
        const to = nextChildStatus(from, event);
        return to ? [`${from} -${event}-> ${to}`] : [];
      }),
    );
    expect(moves).toEqual([
      'placed -secure-> ready_to_pick',
      'placed -cancel-> cancelled',
      'ready_to_pick -pick-> picked',
      'ready_to_pick -pickNothing-> cancelled',
      'ready_to_pick -cancel-> cancelled',
      'picked -ship-> in_delivery',
      'picked -handOver-> handed_over',
      'picked -startReturn-> returning',
      'picked -finishReturn-> returned',
      'picked -cancel-> cancelled',
      'in_delivery -handOver-> handed_over',
      'in_delivery -startReturn-> returning',
      'in_delivery -finishReturn-> returned',
      'handed_over -withdrawHandOver-> in_delivery',
      'handed_over -startReturn-> returning',
      'handed_over -complete-> completed',
      'completed -startReturn-> returning',
      'returning -handOver-> handed_over',
      'returning -finishReturn-> returned',
    ]);
  });

  it('end in returned and cancelled, and nowhere else', () => {
    expect(childStatuses.filter((status) => allowedChildEvents(status).length === 0)).toEqual(['returned', 'cancelled']);
  });
});
