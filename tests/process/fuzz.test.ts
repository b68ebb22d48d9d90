/** S3, S4, S16: what hostile members of every role send, as frames, events and requests, does no harm to a server or to honest people. */
import { newSeed } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { runFuzz } from '../fuzz/course.ts'

test(
  'S3, S16: 20,000 generated frames, events and requests: the server lives, honest clients agree, and what they saw as saved is there',
  { timeout: 180_000 },
  async () => {
    const seed = newSeed()
    console.log(`TEST_SEED=${seed}`)
    const report = await runFuzz({ seed, frames: 20_000, mostGapMs: 200, onRound: (line) => console.log(line) })
    expect(report.problems).toEqual([])
    expect(report.saved).toBeGreaterThan(50)
  },
)
