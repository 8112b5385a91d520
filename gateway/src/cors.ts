import type { RequestHandler } from 'express';

const allowed = { 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'authorization, content-type', 'access-control-max-age': '600' };

/** Browsers of the listed origins only; without a list, none. Other clients send no Origin and are judged by their token. */
export const cors =
  (origins: readonly string[]): RequestHandler =>
  (req, res, next) => {
    const origin = req.header('origin');
    res.vary('origin');
    if (origin && origins.includes(origin)) res.set({ ...allowed, 'access-control-allow-origin': origin });
    if (req.method === 'OPTIONS') res.status(204).end();
    else next();
  };

/** WebSockets know no CORS: a page of any origin may open one, so the handshake is checked by hand. */
export const mayOpenSocket = (origin: string | undefined, origins: readonly string[]): boolean => origin === undefined || origins.includes(origin);
