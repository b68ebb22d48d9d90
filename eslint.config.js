// What the style guide asks and a machine can see: the direction of dependencies, no `any`, no silent failures.
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import tseslint from 'typescript-eslint'

/** Which of our packages each part may import; see ARCHITECTURE.md. */
const MAY_IMPORT = {
  'packages/protocol': [],
  'packages/text': [],
  'packages/board': ['protocol', 'text'],
  'packages/store': ['protocol'],
  'packages/library': ['protocol', 'board', 'store', 'reports', 'text'],
  'packages/pack': ['protocol', 'board', 'charts', 'text'],
  'packages/reports': ['protocol', 'board'],
  'packages/charts': ['board'],
  'apps/web': ['protocol', 'board', 'charts', 'reports', 'text'],
  'apps/server': ['protocol', 'board', 'store', 'library', 'pack', 'reports', 'charts', 'text'],
  'apps/cli': ['protocol', 'board', 'store', 'library', 'pack', 'reports'],
}

const dependencyRules = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  files: [`${folder}/src/**`],
  ignores: ['**/*.test.ts', '**/*.test-suite.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^@briefboard/(?!(?:${allowed.join('|') || '-'})(?:/|$))`,
            message: `${folder} may import only ${allowed.join(', ') || 'no other part'} (see ARCHITECTURE.md).`,
          },
        ],
      },
    ],
  },
}))

export default tseslint.config(
  {
    ignores: ['**/build/', '**/.svelte-kit/', '**/node_modules/', 'data/', '**/test-results/', '**/playwright-report/'],
  },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  { files: ['scripts/**', 'apps/cli/**', 'apps/server/src/main.ts', 'tests/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // Addresses here are plain paths from the root; Briefboard is not served below another path.
      'svelte/no-navigation-without-resolve': 'off',
      // Plain maps and sets are meant where nothing is drawn from them; what is drawn is a rune or a reactive map.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  ...dependencyRules,
)
