/** How a carrier behaves badly towards the platform's webhook. */
export type DeliveryFaults = {
  /** So many extra copies of each signal, all at the same moment. */
  duplicate: true | number;
  /** Gathers so many signals (true = 2), then sends them last first. */
  reorder: true | number;
  never: true;
  /** Signs with a wrong secret. */
  wrongSignature: true;
  delayMs: number;
  /** Shifts the moment inside the signature, so that it looks stale or early. */
  clockSkewSeconds: number;
};

export const deliveryFaultNames = [
  'duplicate', 'reorder', 'never', 'wrongSignature', 'delayMs', 'clockSkewSeconds',
] as const satisfies readonly (keyof DeliveryFaults)[];
