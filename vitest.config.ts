/** Unit and process tests. Browser tests are Playwright's, in tests/e2e. */
import { defineConfig } from 'vitest/config'

/** Measure how long others have to wait, or what memory a server takes: run one after the other, when all else is done. */
const MEASURED = [
  'tests/process/attacks*.test.ts',
  'tests/process/budgets.test.ts',
  'tests/process/churn.test.ts',
  'tests/process/crowded-*.test.ts',
  'tests/process/deleted-words.test.ts',
  'tests/process/floods-that-are-read.test.ts',
  'tests/process/fuzz.test.ts',
  'tests/process/heavy-*.test.ts',
  'tests/process/hostile-bytes.test.ts',
  'tests/process/held-client-ids.test.ts',
  'tests/process/*-under-load.test.ts',
  'tests/process/taken-client-ids.test.ts',
  'tests/project/expressions.test.ts',
]

const SLOWEST_MS = { testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...SLOWEST_MS,
          name: 'together',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'tests/process/**/*.test.ts',
            'tests/project/**/*.test.ts',
          ],
          exclude: MEASURED,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...SLOWEST_MS,
          name: 'measured',
          include: MEASURED,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
