import { Module } from 'node:module';
import * as realIds from '@paygraph/shared/ids';
import { present } from './present';

// Only for this process, before anything of the services is loaded: what would bring in the real time, real chance or real threads.
// Each is typed as the module it stands for, so a change of that module's shape fails to compile here.
const ids: typeof import('@paygraph/shared/ids') = { ...realIds, newId: <T extends string>() => present.newId() as T };

const wakes: typeof import('@paygraph/shared/messaging/wakes') = { wakes: () => ({ on: () => () => undefined, fire: () => undefined }) };

const loop: typeof import('@paygraph/shared/messaging/loop') = {
  startLoop: ({ step }) => {
    present.startedLoop(() => step(false));
    return { wake: () => undefined, stop: () => Promise.resolve() };
  },
};

const trace: typeof import('@paygraph/shared/trace-context') = { currentTraceparent: () => undefined, withTraceparent: (_parent, _name, work) => work() };

class CannotUnseal extends Error {
  override readonly name = 'CannotUnseal';
}
const sealed: typeof import('@paygraph/shared/seal') = {
  CannotUnseal,
  publicHalf: (jwk) => jwk,
  generateSealingKeys: () => Promise.resolve({ publicJwk: {}, privateJwks: [] }),
  rotateSealingKeys: (keys) => Promise.resolve(keys),
  seal: (_jwk, plaintext) => Promise.resolve(JSON.stringify(plaintext)),
  unseal: (_jwks, text) => Promise.resolve(JSON.parse(text) as unknown),
};

const substitute = (path: string, exports: object): void => {
  require.cache[path] = Object.assign(new Module(path), { exports, filename: path, loaded: true });
};

substitute(require.resolve('@paygraph/shared/ids'), ids);
substitute(require.resolve('@paygraph/shared/messaging/wakes'), wakes);
substitute(require.resolve('@paygraph/shared/messaging/loop'), loop);
substitute(require.resolve('@paygraph/shared/trace-context'), trace);
substitute(require.resolve('@paygraph/shared/seal'), sealed);

const clock = (): number => present.now;
Object.assign(Date, { now: clock });
Object.defineProperty(performance, 'now', { value: clock });
Object.assign(Math, { random: () => present.random() });

const noTimer = {} as NodeJS.Timeout;
Object.assign(globalThis, {
  setTimeout: () => noTimer,
  clearTimeout: () => undefined,
  clearInterval: () => undefined,
  setInterval: (run: () => void, everyMs: number) => {
    present.startedTimer(run, everyMs);
    return noTimer;
  },
});

/** The machine's own clock, for measuring. Milliseconds. */
export const wallClock = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;
