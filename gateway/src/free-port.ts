import { once } from 'node:events';
import { createServer } from 'node:net';

/** The port when nobody listens on it, else 0, which takes any free one. For addresses that nobody has asked for by number. */
export const freeOrAny = async (port: number): Promise<number> => {
  const probe = createServer();
  try {
    probe.listen(port);
    await once(probe, 'listening');
    return port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return 0;
  } finally {
    probe.close();
  }
};
