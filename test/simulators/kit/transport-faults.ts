import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from './faults';
import { html, type Reply } from './reply';

/** Faults of the wire, the same for every simulator. */
export type TransportFaults = {
  /** Every answer takes this long. */
  latencyMs: number;
  /** Log-normal waiting, the shape that real networks show. */
  latencyLogNormal: { medianMs: number; sigma: number };
  /** The connection breaks before the simulator acts. */
  loseRequest: true;
  /** It acts, then the connection breaks. */
  loseAnswer: true;
  /** Answers 5xx without acting; a number chooses the status. */
  error5xx: true | number;
  /** Acts, then answers 5xx. */
  error5xxAfter: true | number;
  /** Acts, then answers nonsense. */
  malformed: true | 'json' | 'html' | 'empty';
  /** Never answers; `after` = acts first. */
  hang: true | 'before' | 'after';
};
export const transportFaultNames = [
  'latencyMs', 'latencyLogNormal', 'loseRequest', 'loseAnswer', 'error5xx', 'error5xxAfter', 'malformed', 'hang',
] as const satisfies readonly (keyof TransportFaults)[];

/** `lost` = break the connection; `silent` = keep it open and say nothing. */
export type Fate = Reply | 'lost' | 'silent';
type Switches = Faults<TransportFaults>;

const errorPage = (status: true | number): Reply => {
  const code = status === true ? 500 : status;
  return html(`<html><head><title>${code} Internal Server Error</title></head><body></body></html>`, code);
};

const normal = (): number => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

export const waitLatency = async (faults: Switches, endpoint: string): Promise<void> => {
  const shape = faults.take('latencyLogNormal', endpoint);
  const drawn = shape === undefined ? 0 : shape.medianMs * Math.exp(shape.sigma * normal());
  const ms = (faults.take('latencyMs', endpoint) ?? 0) + drawn;
  if (ms > 0) await sleep(ms, undefined, { ref: false });
};

const mayHang = (faults: Switches, endpoint: string, when: 'before' | 'after'): boolean => {
  const set = faults.peek('hang', endpoint);
  if (set !== when && !(set === true && when === 'before')) return false;
  faults.take('hang', endpoint);
  return true;
};

/** What happens instead of acting; undefined = the simulator acts. */
export const fateBefore = (faults: Switches, endpoint: string): Fate | undefined => {
  if (mayHang(faults, endpoint, 'before')) return 'silent';
  if (faults.take('loseRequest', endpoint)) return 'lost';
  const status = faults.take('error5xx', endpoint);
  return status === undefined ? undefined : errorPage(status);
};

const garble = (reply: Reply, kind: true | 'json' | 'html' | 'empty'): Reply => {
  if (kind === 'empty') return { ...reply, status: 200, body: '' };
  if (kind === 'html') return html('<html><head><title>Технические работы</title></head><body></body></html>');
  return { ...reply, status: 200, body: `{"result":"suc${reply.body.slice(0, 4)}` };
};

/** What the caller gets after the simulator acted. */
export const fateAfter = (faults: Switches, endpoint: string, reply: Reply): Fate => {
  if (mayHang(faults, endpoint, 'after')) return 'silent';
  if (faults.take('loseAnswer', endpoint)) return 'lost';
  const status = faults.take('error5xxAfter', endpoint);
  if (status !== undefined) return errorPage(status);
  const kind = faults.take('malformed', endpoint);
  return kind === undefined ? reply : garble(reply, kind);
};
