import { lint, runSteps, tests, types } from './kit/steps';

/** `npm run check`: what runs before each commit, in under a minute. */
const main = async (): Promise<void> => {
  process.exitCode = (await runSteps([types, lint, tests('unit', { serial: false })], {})) === 0 ? 0 : 1;
};

void main();
