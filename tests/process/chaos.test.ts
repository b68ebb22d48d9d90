/** S2, S5, S7: nodes, compactions and Redis are killed and lines disturbed while people write; nothing shown as saved is ever lost. */
import { newSeed } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { runCourse, type Summary } from '../chaos/course.ts'

const LEAST_RUNS = 15
/** Beyond the least, as many as fit into this. */
const FOR_SECONDS = 60

test(
  'S2, S5: whatever is killed and wherever lines break, every edit shown as saved is in the store, and all end with one text',
  { timeout: 600_000 },
  async () => {
    const isReplay = process.env['TEST_SEED'] !== undefined
    const goesOn = ({ runs, seconds }: Summary): boolean =>
      isReplay ? runs < 1 : runs < LEAST_RUNS || seconds < FOR_SECONDS
    const summary = await runCourse({ firstSeed: newSeed(), goesOn, onRun: (line) => console.log(line) })
    expect(Object.fromEntries(summary.failures), 'run again with TEST_SEED, or npm run chaos -- --seed').toEqual({})
    expect(summary.kills).toBeGreaterThanOrEqual(summary.runs)
    // How many rooms grow enough for it depends on the machine.
    expect(summary.compacted).toBeGreaterThanOrEqual(summary.runs / 5)
    expect(summary.saved).toBeGreaterThan(summary.runs * 20)
  },
)
