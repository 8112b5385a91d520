// One project a kind of test, told apart by the file's suffix: unit, int, contract, e2e, architecture.
const { resolve } = require('node:path');
const swc = require('./swc-options.cjs');

const rootDir = resolve(__dirname, '../../..');

const project = (kind) => ({
  rootDir,
  displayName: kind,
  roots: ['<rootDir>/services', '<rootDir>/gateway', '<rootDir>/schema', '<rootDir>/test'],
  testMatch: [`**/*.${kind}.test.ts`],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@paygraph/source', 'require', 'node', 'default'] },
  transform: { '^.+\\.(t|j|mj)s$': [require.resolve('@swc/jest'), { ...swc, sourceMaps: 'inline' }] },
  // These come as ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm/(jose)@|jose/))'],
  modulePathIgnorePatterns: ['/dist/'],
});

module.exports = { rootDir, testTimeout: 30_000, projects: ['unit', 'int', 'contract', 'architecture', 'e2e'].map(project) };
