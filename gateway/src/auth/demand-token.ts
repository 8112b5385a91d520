import type { RequestHandler, Response } from 'express';
import type { Actor } from '@paygraph/shared/identity';
import { authError } from './faults';
import type { VerifyToken } from './tokens';

type Locals = { actor?: Actor };

/** Lets nobody pass without a token; there is no anonymous access. */
export const demandToken =
  (verify: VerifyToken): RequestHandler =>
  async (req, res: Response<unknown, Locals>, next) => {
    const actor = await verify(req.header('authorization'));
    if (actor.ok) {
      res.locals.actor = actor.value;
      return next();
    }
    const { status, error } = authError(actor.error);
    if (status === 401) res.setHeader('www-authenticate', actor.error === 'TOKEN_MISSING' ? 'Bearer' : 'Bearer error="invalid_token"');
    res.status(status).json({ errors: [error] });
  };

export const actorOf = (res: Response): Actor => {
  const { actor } = res.locals as Locals;
  if (!actor) throw new Error('a request passed without a token');
  return actor;
};
