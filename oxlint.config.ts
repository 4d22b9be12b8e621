import { defineConfig } from 'oxlint';

/**
 * The layers (ARCHITECTURE.md, "Layers"): each folder of src/ may import itself and what its row names.
 * `contract` after a folder name means: only that folder's contract.ts, never an implementation.
 */
const domain = ['core', 'yaml', 'catalogue', 'extraction', 'records'] as const;
const adapters = ['config', 'telemetry', 'store', 'queue', 'fetching', 'outputs', 'vault', 'notifying'] as const;
const contracts = adapters.map((adapter) => `${adapter}/contract`);

const layers: Record<string, readonly string[]> = {
  core: [],
  yaml: ['core'],
  config: ['core', 'yaml'],
  telemetry: ['core'],
  store: ['core'],
  queue: ['core'],
  fetching: ['core'],
  outputs: ['core'],
  vault: ['core'],
  catalogue: ['core', 'yaml'],
  extraction: ['core', 'yaml'],
  records: ['core'],
  engine: [...domain, 'telemetry', ...contracts],
  upkeep: [...domain, 'telemetry', ...contracts],
  // Views of the work: all that CLI, API and dashboards show. One contract for them all.
  monitoring: [...domain, 'wording', 'telemetry', 'upkeep', ...contracts],
  api: ['core', 'telemetry', 'wording', 'monitoring'],
  // Alerts to people; and the words of both languages.
  wording: ['core'],
  notifying: ['core', 'wording'],
  // A batch's report as a page and as text.
  reporting: ['core', 'wording', 'monitoring'],
  // The terminal dashboard.
  terminal: ['core', 'wording', 'monitoring'],
  cli: ['core', 'config', 'app', 'monitoring', 'wording', 'terminal'],
};

const everyFolder = [...Object.keys(layers), 'app', 'worker'];

const direction = Object.entries(layers).map(([folder, allowed]) => ({
  files: [`src/${folder}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: everyFolder
          .filter((other) => other !== folder && !allowed.includes(other))
          .map((other) => ({
            group: [
              `**/${other}/**`,
              `**/${other}.ts`,
              ...(allowed.includes(`${other}/contract`) ? [`!**/${other}/contract.ts`] : []),
            ],
            message: `${folder}/ may not import this from ${other}/ (ARCHITECTURE.md, "Layers").`,
          })),
      },
    ],
  },
}));

const coreImportsNothing = {
  files: ['src/core/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: ['*', '!./*'], message: 'core/ imports nothing but its own files.' }] },
    ],
  },
};

/** The dashboard is a guest of the API: types of what is shown, and words; nothing of the server. */
const dashboard = {
  files: ['web/**'],
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'react', 'jsx-a11y'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['**/src/**', '!**/src/wording/**', '!**/src/monitoring/**', '!**/src/core/**'],
            message: 'web/ takes types from src/monitoring/ and src/core/, words from src/wording/, nothing else.',
          },
          {
            group: ['**/src/monitoring/**', '**/src/core/**'],
            allowTypeImports: true,
            message: 'web/ takes types alone from here: the browser gets no code of the server.',
          },
        ],
      },
    ],
    'react/react-in-jsx-scope': 'off',
    // What scrolls must be reachable by keyboard (WCAG 2.1.1).
    'jsx-a11y/no-noninteractive-tabindex': 'off',
    // Lists of one row height, drawings and log are made of other tags than their roles; axe looks at the result (test/web).
    'jsx-a11y/prefer-tag-over-role': 'off',
    // Rules of the React Compiler, which is not used: effects here do depend on what they only wait for.
    'react/exhaustive-effect-dependencies': 'off',
    'react/set-state-in-effect': 'off',
    'react/purity': 'off',
  },
};

export default defineConfig({
  plugins: ['typescript', 'import', 'unicorn', 'oxc', 'promise', 'node'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'import/no-unassigned-import': 'off',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': [
      'error',
      {
        allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] }],
      },
    ],
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    // tsc checks both with more knowledge: noImplicitReturns, and postMessage here is a thread's, not a window's.
    'typescript/consistent-return': 'off',
    // A `then` at the end of a chain has nobody to return to; floating promises are found by another rule.
    'promise/always-return': 'off',
    // fast-check and others are used through their default export, as their own guides do.
    'import/no-named-as-default-member': 'off',
    'unicorn/require-post-message-target-origin': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/require-await': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'no-await-in-loop': 'off',
    'no-underscore-dangle': 'off',
    'no-shadow': 'off',
    'no-console': 'error',
    'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    complexity: ['error', { max: 16 }],
  },
  overrides: [
    ...direction,
    coreImportsNothing,
    dashboard,
    { files: ['src/cli/**', 'practice/**', 'bench/**', 'scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
    {
      files: ['test/**', 'practice/**', 'bench/**'],
      rules: {
        'max-lines-per-function': 'off',
        'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      },
    },
    { files: ['oxlint.config.ts', 'web/vite.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ] as never,
});
