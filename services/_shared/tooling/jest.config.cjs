// One project a kind of test, told apart by the file's suffix: unit, int, contract, e2e, architecture.
const { resolve } = require('node:path');
const rootDir = resolve(__dirname, '../../..');

const swc = {
  sourceMaps: 'inline',
  module: { type: 'commonjs', ignoreDynamic: true },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
};

const project = (kind) => ({
  rootDir,
  displayName: kind,
  roots: ['<rootDir>/services', '<rootDir>/gateway', '<rootDir>/schema', '<rootDir>/test'],
  testMatch: [`**/*.${kind}.test.ts`],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@paygraph/source', 'require', 'node', 'default'] },
  transform: { '^.+\\.(t|j|mj)s$': [require.resolve('@swc/jest'), { ...swc, jsc: { ...swc.jsc } }] },
  transformIgnorePatterns: ['/node_modules/(?!(\\.pnpm/(jose)@|jose/))'],
  modulePathIgnorePatterns: ['/dist/'],
});

module.exports = { rootDir, projects: ['unit', 'int', 'contract', 'architecture', 'e2e'].map(project) };
