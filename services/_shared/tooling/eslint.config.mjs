// Limits and bans of the project; each has its reason in services/_shared/adr or in the comment beside it.
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

const limits = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  complexity: ['error', 10],
  'max-depth': ['error', 3],
};

const bans = {
  'no-console': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
    // Measured: save() ignores a stale version, and costs five times the plain statement.
    { selector: "CallExpression[callee.property.name='save']", message: 'save() never touches our rows; write the SQL.' },
  ],
  'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Only env.ts and main.ts read the environment.' }],
};

const types = {
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-floating-promises': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/consistent-type-imports': 'off',
  '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
};

export default [
  { ignores: ['**/node_modules/**', '**/dist/**', 'schema/events/json/**'] },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: { parser: tseslint.parser, parserOptions: { project: 'services/_shared/tooling/tsconfig.json' } },
    rules: { ...limits, ...bans, ...types },
  },
  { files: ['**/domain/**/*.ts'], ignores: ['**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', { selector: 'ThrowStatement', message: 'The domain answers with a Result; bugs are for assertNever.' }] } },
  { files: ['**/env.ts', '**/main.ts', '**/testing/**/*.ts', 'test/**/*.ts', 'gateway/src/{start,demo,stack}*.ts', '**/service-env.ts', '**/migrate-env.ts', '**/migrate.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.contract.ts'],
    plugins: { jest },
    languageOptions: { globals: jest.environments.globals.globals },
    rules: {
      'max-lines-per-function': 'off',
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert'] }],
      'jest/valid-title': ['error', { mustNotMatch: { it: ['^(should|test)\\b', 'Say what is true, not what should be.'] } }],
    },
  },
];
