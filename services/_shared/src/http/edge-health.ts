import { Router } from 'express';

const readyWithinMs = 2_000;

const answeredInTime = async (ready: () => Promise<boolean>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), readyWithinMs)));
  try {
    return await Promise.race([ready(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};

/** Liveness says only that the process turns; readiness follows the dependencies and goes first when the process is about to stop. */
export const healthRoutes = ({ ready, isClosing }: { ready: () => Promise<boolean>; isClosing: () => boolean }): Router => {
  const router = Router();
  router.get('/health/live', (_req, res) => void res.json({ status: 'live' }));
  router.get('/health/ready', async (_req, res) => {
    const isReady = !isClosing() && (await answeredInTime(ready));
    res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : 'not-ready' });
  });
  return router;
};
