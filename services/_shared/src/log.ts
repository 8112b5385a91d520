import pino, { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger } from 'pino';
import { maskCardNumbers } from './card-number';
import { sanitize } from './log-sanitize';

export type Log = Logger;

const secretShapes: readonly RegExp[] = [
  /\b[Bb](?:earer|asic)\s+[\w+/=.~-]{6,}/g,
  /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g,
  /(?<=:\/\/)[^\s/@"]+:[^\s/@"]+(?=@)/g,
];

/** The second net: whatever was put into a message, card numbers, tokens and passwords in addresses do not reach the stream. */
const scrub = (line: string): string => maskCardNumbers(secretShapes.reduce((text, shape) => text.replace(shape, '[redacted]'), line));

/**
 * JSON lines on stdout. Logged objects pass an allow-list at every depth (log-sanitize.ts): a key that nobody declared harmless is
 * written as "[redacted]", so a forgotten field leaks nothing.
 */
export const createLog = ({ service, level = 'info' }: { service: string; level?: string }, destination?: DestinationStream): Log => {
  const log: Logger = pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: sanitize },
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: scrub },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
  const bindChild: (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger = log.child;
  // pino gives what a child is bound to past every formatter; children inherit this method, so grandchildren are covered too.
  return Object.assign(log, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions) {
      return bindChild.call(this, sanitize(bindings), options);
    },
  });
};
