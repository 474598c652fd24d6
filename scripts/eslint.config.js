/**
 * Lint rules of the whole project. Formatting is prettier's business and has no rule here.
 * Run by `npm run lint` and by `npm test`.
 */
import path from 'node:path'
import tseslint from 'typescript-eslint'

const root = path.resolve(import.meta.dirname, '..')
/** What runs on a device is typed apart from the rest: it has another library. */
const projects = ['tsconfig.json', 'firmware/tsconfig.json'].map((file) => path.join(root, file))

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '**/coverage/**',
      '**/build/**',
      '**/reports/**',
      '**/*.mjs',
      '**/*.js',
      '**/*.cjs',
      '**/*.d.ts',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      complexity: ['error', 30],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Natives of the interpreter are aliased on purpose: that is what makes them cheap.
    files: ['firmware/runtime/**/*.ts', 'firmware/stages/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.test.ts', 'hil-tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
