/**
 * Lint rules of the whole project. Formatting is prettier's business and has no rule here.
 * Run by `npm run lint` and by `npm test`.
 */
import path from 'node:path'
import tseslint from 'typescript-eslint'

const root = path.resolve(import.meta.dirname, '..')

export default tseslint.config(
  {
    ignores: ['**/node_modules/**', '**/coverage/**', '**/build/**', '**/reports/**', '**/*.mjs', '**/*.js', '**/*.d.ts'],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: path.join(root, 'tsconfig.json'), tsconfigRootDir: root } },
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
