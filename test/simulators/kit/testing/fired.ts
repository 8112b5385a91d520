/** How often each switched-on fault of a simulator struck, as the simulator itself counts. */
export const fired = async (url: string): Promise<number[]> => {
  const { faults } = (await (await fetch(`${url}/__sim/faults`)).json()) as { faults: { fired: number }[] };
  return faults.map((rule) => rule.fired);
};
