import type { AccessSettings } from '../kit/paykeeper-access';

/** How this register is set up; times in milliseconds of the simulator's clock. */
export type KassaSettings = AccessSettings & {
  /** A receipt stays `created` for this long. */
  registerDelayMs: number;
  /** What a list without `status[]` or `sum_type[]` returns: the manual does not say, so the harsher is the default. */
  omittedFilterMeans: 'none' | 'all';
  userInn: string;
  deviceSerial: string;
  fnNumber: string;
};

export const defaultSettings: KassaSettings = {
  registerDelayMs: 150,
  tokenShape: 'object',
  wrapCommands: false,
  refusal: '401',
  omittedFilterMeans: 'none',
  userInn: '7727401209',
  deviceSerial: '00106300000001',
  // Test fiscal drives start with 9999.
  fnNumber: '9999078900001341',
};
