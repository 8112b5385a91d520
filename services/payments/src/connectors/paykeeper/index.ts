import { z } from 'zod';
import { defineConnector } from '../define-connector';
import { createClient } from './client';

/** What a PayKeeper contract's credentials hold. `secretWord` signs notifications; it is not the API password. */
export const payKeeperConfig = z.object({
  login: z.string().min(1),
  password: z.string().min(1),
  secretWord: z.string().min(1),
  /** How a refused repeat of a lost capture is read, see MAPPING.md: `captured` by exclusion, or left to a person. */
  refusedRepeatOfCapture: z.enum(['captured', 'review']).default('captured'),
});
export type PayKeeperConfig = z.output<typeof payKeeperConfig>;

export const payKeeper = defineConnector({
  code: 'paykeeper',
  // The manual: a hold that nobody touched is captured by PayKeeper itself at the end of its term.
  traits: { atHoldExpiry: 'captures' },
  config: payKeeperConfig,
  create: createClient,
});
