/** What every store must keep, whatever it is made of. Each store's own test file runs this. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compactionContract } from './contract/compaction.test-suite.ts'
import { damageContract } from './contract/damage.test-suite.ts'
import { feedContract } from './contract/feed.test-suite.ts'
import type { Harness } from './contract/harness.test-suite.ts'
import { holdsContract } from './contract/holds.test-suite.ts'
import { inspectionContract } from './contract/inspection.test-suite.ts'
import { logContract } from './contract/log.test-suite.ts'
import { recordsContract } from './contract/records.test-suite.ts'
import { replaceContract } from './contract/replace.test-suite.ts'

export { bytes, newRoom, seed } from './contract/harness.test-suite.ts'
export type { Harness } from './contract/harness.test-suite.ts'

export interface Traits {
  /** Whether `damage` can reach the store's bytes. */
  canBeDamaged: boolean
}

export function contract(name: string, { canBeDamaged }: Traits, start: () => Promise<Harness>): void {
  describe(`${name} keeps the contract`, () => {
    let harness: Harness

    beforeAll(async () => {
      harness = await start()
    })
    afterAll(() => harness?.stop())

    const ofLogs = [logContract, feedContract, compactionContract, replaceContract, inspectionContract]
    const parts = [...ofLogs, holdsContract, recordsContract]
    if (canBeDamaged) parts.push(damageContract)
    for (const part of parts) part(() => harness)

    test('a store that is well says so', async () => {
      expect(await harness.store.health()).toMatchObject({ ok: true, problems: [] })
    })
  })
}
