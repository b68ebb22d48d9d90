/** S3: our scan and Yjs take the same updates, but for what is forbidden by name. */
import { newSeed } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { compareReaders } from '../fuzz/differential.ts'

test(
  'S3: of 40,000 generated and spoiled updates none is taken by our scan alone or by Yjs alone',
  { timeout: 120_000 },
  () => {
    const seed = newSeed()
    console.log(`TEST_SEED=${seed}`)
    const { problems, sound, accepted } = compareReaders({ seed, updates: 40_000 })
    expect(problems).toEqual([])
    expect(sound).toBeGreaterThan(4000)
    expect(accepted).toBeGreaterThan(1000)
  },
)
