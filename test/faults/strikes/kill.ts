import { serviceNames } from '@paygraph/gateway/stack/schemas';
import type { Strike } from './strike';

/** The power goes, and Kubernetes starts it again. */
export const kills: readonly Strike[] = [...serviceNames, 'gateway' as const].map((name) => ({
  name: `kill ${name}`,
  target: name,
  make: async ({ system }) => {
    await (name === 'gateway' ? system.gateway : system.services[name]).kill();
    return 1;
  },
}));
