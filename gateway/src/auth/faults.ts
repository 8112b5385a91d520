import { GraphQLError } from 'graphql';
import type { AuthFault } from './tokens';

type Told = Readonly<{ status: 401 | 503; code: string; message: string }>;

const unauthenticated = (message: string): Told => ({ status: 401, code: 'UNAUTHENTICATED', message });

const told: Readonly<Record<AuthFault, Told>> = {
  TOKEN_MISSING: unauthenticated('Send a token: Authorization: Bearer <token>.'),
  TOKEN_INVALID: unauthenticated('The token is not one that was issued for this address. Get a new one.'),
  TOKEN_EXPIRED: unauthenticated('The token has expired. Get a new one.'),
  TOKEN_NOT_YET_VALID: unauthenticated('The token is not valid yet.'),
  TOKEN_NOT_FOR_US: unauthenticated('The token was issued by or for somebody else.'),
  TOKEN_CLAIMS: unauthenticated('The token does not say who is asking: it needs sub, exp, role, merchant_id, and vendor_id or customer_id for those roles.'),
  KEYS_UNAVAILABLE: { status: 503, code: 'AUTHENTICATION_UNAVAILABLE', message: 'Tokens cannot be checked at the moment. Try again.' },
};

/** The one shape of every refusal to let somebody in; `reason` is for programs. */
export const authError = (reason: AuthFault): { status: 401 | 503; error: GraphQLError } => {
  const { status, code, message } = told[reason];
  return { status, error: new GraphQLError(message, { extensions: { code, reason } }) };
};
