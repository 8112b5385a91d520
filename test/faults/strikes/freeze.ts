import { serviceNames, type ServiceName } from '@paygraph/gateway/stack/schemas';
import type { ServiceProcess } from '../../kit/service-process';
import { forAWhile, type Field, type Strike } from './strike';

const frozenSeconds = 30;

const stopTheWorld = (field: Field, process: ServiceProcess): Promise<number> =>
  forAWhile(field, frozenSeconds, { hurt: () => process.signal('SIGSTOP'), heal: () => process.signal('SIGCONT') });

/** A second copy takes over its leases and partitions meanwhile; then it wakes and believes that nothing happened. */
const freezeService = (name: ServiceName): Strike => ({
  name: `freeze ${name}`,
  target: name,
  make: async (field) => {
    const twin = await field.system.startTwin(name);
    try {
      return await stopTheWorld(field, field.system.services[name]);
    } finally {
      await twin.stop();
    }
  },
});

const freezeGateway: Strike = {
  name: 'freeze gateway',
  target: 'gateway',
  make: (field) => stopTheWorld(field, field.system.gateway),
};

export const freezes: readonly Strike[] = [...serviceNames.map(freezeService), freezeGateway];
