import { GraphQLError } from 'graphql';
import type { HttpFailure } from '@paygraph/shared/http/client';

/** For the client: a part of the answer is missing, and whether it may simply ask again. Where and why is for the log alone. */
export const unavailable = (): GraphQLError =>
  new GraphQLError('This part of the answer is not available at the moment. Try again.', { extensions: { code: 'SERVICE_UNAVAILABLE' } });

const outcomeUnknown = (): GraphQLError =>
  new GraphQLError('It is not known whether this was done. Send it again with the same idempotencyKey: it will not be done twice.', {
    extensions: { code: 'OUTCOME_UNKNOWN' },
  });

export const failureOf = ({ kind }: HttpFailure, isMutation: boolean): GraphQLError => (isMutation && kind === 'unknown' ? outcomeUnknown() : unavailable());
/** A subgraph that turns a request away (503) has done nothing of it; any other answer that is none may have. */
export const badAnswer = (isMutation: boolean, status: number): GraphQLError => (isMutation && status >= 500 && status !== 503 ? outcomeUnknown() : unavailable());
