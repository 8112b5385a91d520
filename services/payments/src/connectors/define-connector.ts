import type { HttpAnswer, HttpCall, HttpFailure } from '@paygraph/shared/http/client';
import type { Result } from '@paygraph/shared/result';
import type { z } from 'zod';
import type { PaymentProvider, ProviderTraits } from '../domain/provider';

export type ConnectorTools = Readonly<{
  baseUrl: string;
  http: (call: HttpCall) => Promise<Result<HttpAnswer, HttpFailure>>;
  timeoutMs: number;
  now: () => Date;
}>;

/** A way to one kind of provider: its name in contracts, what it does by itself, the credentials it needs, and how it is made. */
export type Connector = Readonly<{
  code: string;
  traits: ProviderTraits;
  /** Checks the unsealed credentials. @throws ZodError that names fields, never values. */
  open(credentials: unknown, tools: ConnectorTools): PaymentProvider;
}>;

export const defineConnector = <C extends z.ZodType>(given: {
  code: string;
  traits: ProviderTraits;
  config: C;
  create: (config: z.output<C>, tools: ConnectorTools) => PaymentProvider;
}): Connector => ({
  code: given.code,
  traits: given.traits,
  open: (credentials, tools) => given.create(given.config.parse(credentials), tools),
});
