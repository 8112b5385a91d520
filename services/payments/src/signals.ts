/** Tells waiters in this process that a payment changed. A hint: whoever waits also looks for himself now and then. */
export type Signals = Readonly<{
  fire(paymentId: string): void;
  /** Resolves at the next change of the payment, or after `withinMs`. */
  next(paymentId: string, withinMs: number): Promise<void>;
}>;

export const createSignals = (): Signals => {
  const waiting = new Map<string, Set<() => void>>();
  const leave = (paymentId: string, wake: () => void): void => {
    const set = waiting.get(paymentId);
    set?.delete(wake);
    if (set?.size === 0) waiting.delete(paymentId);
  };
  return {
    fire: (paymentId) => waiting.get(paymentId)?.forEach((wake) => wake()),
    next: (paymentId, withinMs) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          leave(paymentId, wake);
          resolve();
        };
        const timer = setTimeout(wake, withinMs);
        waiting.set(paymentId, (waiting.get(paymentId) ?? new Set()).add(wake));
      }),
  };
};
