import type { ServiceName } from '@paygraph/gateway/stack/schemas';
import { serviceNames } from '@paygraph/gateway/stack/schemas';
import type { Door } from '@paygraph/shared/testing/kafka-broker';
import { freePort } from '@paygraph/shared/testing/free-port';
import type { Keep } from '@paygraph/shared/service';
import { openLink, type Link, type LinkState } from './proxy';

/** All connections between two parties, by the name `asker>asked`. */
export type Lines = Readonly<{
  /** Opens a line to a port and gives the port to ask instead. */
  open(name: string, target: number): Promise<number>;
  names(): string[];
  set(name: string, state: LinkState): void;
  hits(name: string): number;
  healAll(): void;
}>;

export const createLines = (keep: Keep): Lines => {
  const lines = new Map<string, Link[]>();
  const of = (name: string): readonly Link[] => {
    const found = lines.get(name);
    if (!found) throw new Error(`There is no line ${name}; there are ${[...lines.keys()].join(', ')}`);
    return found;
  };
  return {
    open: async (name, target) => {
      const link = keep(await openLink(target));
      lines.set(name, [...(lines.get(name) ?? []), link]);
      return link.port;
    },
    names: () => [...lines.keys()],
    set: (name, state) => of(name).forEach((link) => link.set(state)),
    hits: (name) => of(name).reduce((sum, link) => sum + link.hits(), 0),
    healAll: () => [...lines.values()].flat().forEach((link) => link.set('pass')),
  };
};

export type KafkaDoor = Readonly<{ service: ServiceName; door: Door }>;

/** Kafka tells its clients where to come, so each service has a listener of its own that names the near end of its own line. */
export const openKafkaDoors = (lines: Lines): Promise<KafkaDoor[]> =>
  Promise.all(serviceNames.map(async (service) => {
    const port = await freePort();
    const toldPort = await lines.open(`${service}>kafka`, port);
    return { service, door: { name: service.replace('-', '').toUpperCase(), port, toldPort } };
  }));
