/** States × events of a child order; what is not here is refused. */
export const childTransitions = {
  placed: { secure: 'ready_to_pick', cancel: 'cancelled' },
  ready_to_pick: { pick: 'picked', pickNothing: 'cancelled', cancel: 'cancelled' },
  picked: { ship: 'in_delivery', handOver: 'handed_over', startReturn: 'returning', finishReturn: 'returned', cancel: 'cancelled' },
  in_delivery: { handOver: 'handed_over', startReturn: 'returning', finishReturn: 'returned' },
  handed_over: { complete: 'completed', withdrawHandOver: 'in_delivery', startReturn: 'returning' },
  completed: { startReturn: 'returning' },
  returning: { handOver: 'handed_over', finishReturn: 'returned' },
  returned: {},
  cancelled: {},
} as const satisfies Record<string, Partial<Record<string, string>>>;

export type ChildStatus = keyof typeof childTransitions;
export const childStatuses = Object.keys(childTransitions) as ChildStatus[];

export const childEvents = ['secure', 'pick', 'pickNothing', 'ship', 'handOver', 'withdrawHandOver', 'startReturn', 'finishReturn', 'complete', 'cancel'] as const;
export type ChildEvent = (typeof childEvents)[number];

/** The status after the event, `null` when the table does not allow it. */
export const nextChildStatus = (from: ChildStatus, event: ChildEvent): ChildStatus | null => {
  const row: Partial<Record<ChildEvent, ChildStatus>> = childTransitions[from];
  return row[event] ?? null;
};

/** What may happen to a child order of this status: said in refusals, so that the caller knows the way out. */
export const allowedChildEvents = (from: ChildStatus): ChildEvent[] => childEvents.filter((event) => nextChildStatus(from, event) !== null);
