import { readFileSync } from 'node:fs';
import { ownKafka } from '@paygraph/shared/testing/kafka';
import { descendants } from './usage';

export type Broker = Readonly<{ brokers: readonly string[]; /** 0 where the broker is no process of ours. */ pid: number; stop(): Promise<void> }>;

const isJava = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'java';
  } catch {
    return false;
  }
};

/** A broker of the bench's own; undefined, with one visible line, where none can be had. */
export const startBroker = async (): Promise<Broker | undefined> => {
  const kafka = await ownKafka();
  return kafka && { brokers: kafka.brokers, pid: descendants(process.pid).find(isJava) ?? 0, stop: () => kafka.stop() };
};
