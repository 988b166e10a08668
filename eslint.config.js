import tseslint from 'typescript-eslint';

/** Who may import whom: the table of docs/architecture.md. */
export const mayImport = {
  protocol: ['terms'],
  observations: ['terms', 'protocol'],
  contracts: ['terms'],
  result: ['terms'],
  audits: ['terms', 'contracts', 'observations'],
  bindings: ['protocol'],
  'fixture/page': ['protocol', 'bindings'],
  'fixture/build': ['terms', 'errors'],
  plugins: ['terms', 'errors'],
  devices: ['terms', 'errors', 'protocol', 'observations'],
  harness: ['terms', 'errors', 'protocol', 'observations', 'devices'],
  run: [
    'terms',
    'errors',
    'protocol',
    'observations',
    'contracts',
    'result',
    'fixture/build',
    'plugins',
    'devices',
    'harness',
  ],
  report: ['terms', 'errors', 'result'],
  virtual: [],
};

const everything = ['terms', 'errors', 'cli', ...Object.keys(mayImport)];

function restrict(from, files, allowed) {
  const forbidden = everything.filter((to) => to !== from && !allowed.includes(to));
  const up = files[0].split('/').length === 2 && from !== 'specs' ? '\\./' : '(\\.\\./)+';
  const regex = `^${up}(src/)?(${forbidden.join('|')})(\\.js$|/)`;
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex, message: `${from} may import only: ${allowed.join(', ') || 'nothing'}.` }] },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/**', 'keystore-audit-out/**', 'faults/**/www/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ...Object.entries(mayImport).map(([from, allowed]) => restrict(from, [`src/${from}/**/*.ts`], allowed)),
  restrict('terms', ['src/terms.ts'], []),
  restrict('errors', ['src/errors.ts'], []),
  restrict('specs', ['specs/**/*.ts'], ['harness', 'terms', 'protocol']),
  {
    files: ['test/**', 'bench/**', 'survey/**', '**/*.cjs', '**/*.js', '**/*.mjs'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
);
