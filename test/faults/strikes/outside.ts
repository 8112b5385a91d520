import type { System } from '../system/system';
import { forAWhile, type Strike } from './strike';

type Party = 'paykeeper' | 'kassa' | 'delivery';

const control = async (url: string, method: 'POST' | 'GET' | 'DELETE', body?: object): Promise<{ faults: readonly { fired: number }[] }> => {
  const response = await fetch(`${url}/__sim/faults`, { method, ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`The simulator refused a fault: ${await response.text()}`);
  return (await response.json()) as { faults: readonly { fired: number }[] };
};

const urlsOf = ({ shops }: System, party: Party): string[] => shops.map(({ outside }) => outside[party].url);

export type Misbehaviour = Readonly<{ name: string; party: Party; seconds?: number; /** How much longer it waits for something to meet. */ patienceMs?: number; /** A switch of the simulator (test/simulators/README.md). */ faults: object; /** A clock that is off counts no firings. */ uncounted?: true }>;

/** The outside world of every shop misbehaves for a while. */
export const misbehaves = ({ name, party, faults, seconds = 8, patienceMs, uncounted }: Misbehaviour): Strike => ({
  name,
  target: party,
  make: (field) => {
    const urls = urlsOf(field.system, party);
    const fired = async (): Promise<number> => {
      const lists = await Promise.all(urls.map((url) => control(url, 'GET')));
      return lists.flatMap(({ faults: rules }) => rules).reduce((sum, rule) => sum + rule.fired, 0);
    };
    return forAWhile(field, seconds, {
      hurt: () => Promise.all(urls.map((url) => control(url, 'POST', faults))),
      heal: () => Promise.all(urls.map((url) => control(url, 'DELETE'))),
      ...(uncounted ? {} : { hits: fired, patienceMs }),
    });
  },
});

/** Whatever was left switched on is switched off. */
export const healOutside = async (system: System): Promise<void> => {
  for (const party of ['paykeeper', 'kassa', 'delivery'] as const) await Promise.all(urlsOf(system, party).map((url) => control(url, 'DELETE')));
};
