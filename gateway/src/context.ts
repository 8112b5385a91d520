import type { Actor } from '@paygraph/shared/identity';

/** What travels with one operation: who asks, and until when (epoch milliseconds) an answer is of use. */
export type GatewayContext = Readonly<{ actor: Actor; deadline: number }>;
export type Subgraphs = Readonly<Record<string, string>>;
