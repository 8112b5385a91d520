import type { PayKeeperError } from '@paygraph/shared/connectors/paykeeper-answer';
import type { Answer } from '../../domain/provider';

/** The ways in which a change can go wrong, in our words. Refused at the door means that nothing was done. */
export const failureOf = (error: PayKeeperError): Exclude<Answer<never>, { kind: 'done' | 'accepted' }> => {
  switch (error.kind) {
    case 'refused': return { kind: 'rejected', reason: error.message };
    case 'auth':
    case 'not-sent': return { kind: 'not-sent', reason: error.reason };
    case 'unknown': return { kind: 'unknown', reason: error.reason };
  }
};
