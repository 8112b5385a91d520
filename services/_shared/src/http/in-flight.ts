import type { RequestHandler } from 'express';
import { sendFault } from './edge-errors';

const comeBackAfterSeconds = '1';

/**
 * Lets at most `max` requests in at once and turns the rest away before anything is read of them: 503 with Retry-After, nothing done.
 * Without it a crowd would wait in memory for database connections, everybody late and nobody told.
 */
export const limitInFlight = (max: number): RequestHandler => {
  let inFlight = 0;
  return (_req, res, next) => {
    if (inFlight >= max) {
      res.setHeader('retry-after', comeBackAfterSeconds);
      return sendFault(res, { status: 503, code: 'OVERLOADED', message: 'Too much is asked at once. Nothing was done; try again in a moment.' });
    }
    inFlight += 1;
    // Also when the client leaves early or the answer fails.
    res.once('close', () => {
      inFlight -= 1;
    });
    next();
  };
};
