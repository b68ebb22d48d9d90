/** What every store keeps of holds. (S4) */
import type { RoomId } from '@briefboard/protocol'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { RoomMissing } from '../errors.ts'
import type { HoldLimits, Store } from '../store.ts'
import { bytes, newRoom, seed } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LIMITS: HoldLimits = { keepMs: 90 * DAY_MS, renewMs: DAY_MS, mostAPerson: 3, mostPersons: 3 }

export function holdsContract(harnessOf: () => Harness): void {
  describe('S4: holds', () => {
    let store: Store
    let other: Store

    beforeAll(() => ({ store, other } = harnessOf()))

    async function room(): Promise<RoomId> {
      const made = newRoom()
      await seed(store, made)
      return made
    }

    const heldIn = async (of: RoomId, ids: number[], by = store): Promise<Record<string, string>> =>
      Object.fromEntries(await by.holds.holders(of, ids, LIMITS.keepMs))

    test('belong to who asked first, for every instance', async () => {
      const [one, two] = [await room(), await room()]
      expect(await store.holds.hold(one, 7, 'ann', LIMITS)).toBe('ann')
      expect(await other.holds.hold(one, 7, 'bob', LIMITS)).toBe('ann')
      expect(await other.holds.hold(one, 7, 'ann', LIMITS)).toBe('ann')
      expect(await other.holds.hold(one, 2 ** 53 - 1, 'p'.repeat(64), LIMITS)).toBe('p'.repeat(64))
      expect(await heldIn(one, [7, 8, 2 ** 53 - 1], other)).toEqual({ 7: 'ann', [2 ** 53 - 1]: 'p'.repeat(64) })
      expect(await heldIn(two, [7])).toEqual({})
      expect(await heldIn(one, [])).toEqual({})
    })

    test('that many ask for at once are one’s, and all hear whose', async () => {
      const at = await room()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => [store, other][n % 2]!.holds.hold(at, 7, `person-${n}`, LIMITS)),
      )
      expect(new Set(answers).size).toBe(1)
      expect(await heldIn(at, [7])).toEqual({ 7: answers[0] })
    })

    test('of one person are bounded: the oldest is let go, and is anybody’s', async () => {
      const at = await room()
      await store.holds.hold(at, 100, 'bob', LIMITS)
      for (let id = 1; id <= 8; id++) await store.holds.hold(at, id, 'ann', LIMITS)
      expect(await heldIn(at, [1, 2, 3, 4, 5, 6, 7, 8, 100])).toEqual({ 6: 'ann', 7: 'ann', 8: 'ann', 100: 'bob' })
      expect(await other.holds.hold(at, 1, 'bob', LIMITS)).toBe('bob')
      // What was let go and is another's now stays with that one when its place is taken again.
      for (let id = 11; id <= 20; id++) await store.holds.hold(at, id, 'ann', LIMITS)
      expect(await heldIn(at, [1, 17, 18, 100])).toEqual({ 1: 'bob', 18: 'ann', 100: 'bob' })
    })

    test('that are asked for again are not the oldest any more', async () => {
      const at = await room()
      const always = { ...LIMITS, renewMs: 0 }
      for (const id of [1, 2, 3, 1, 4, 5]) await store.holds.hold(at, id, 'ann', always)
      expect(await heldIn(at, [1, 2, 3, 4, 5])).toEqual({ 1: 'ann', 4: 'ann', 5: 'ann' })
    })

    test('that are old are free', async () => {
      const at = await room()
      await store.holds.hold(at, 7, 'ann', LIMITS)
      expect(await store.holds.holders(at, [7], -1)).toEqual(new Map())
      expect(await store.holds.hold(at, 7, 'bob', { ...LIMITS, keepMs: -1 })).toBe('bob')
      expect(await heldIn(at, [7])).toEqual({ 7: 'bob' })
    })

    test('are those of so many persons: who has asked for nothing for longest goes', async () => {
      const at = await room()
      for (const [id, person] of [
        [1, 'ann'],
        [2, 'bob'],
        [3, 'cat'],
        [4, 'ann'],
        [5, 'dan'],
      ] as const) {
        await store.holds.hold(at, id, person, LIMITS)
        await pause(3)
      }
      expect(await heldIn(at, [1, 2, 3, 4, 5])).toEqual({ 1: 'ann', 3: 'cat', 4: 'ann', 5: 'dan' })
      expect(await store.holds.hold(at, 2, 'cat', LIMITS)).toBe('cat')
    })

    test('stay when the room gets a new history, and go with it', async () => {
      const at = await room()
      await store.holds.hold(at, 7, 'ann', LIMITS)
      await store.log.replace(at, bytes('restored'))
      expect(await heldIn(at, [7])).toEqual({ 7: 'ann' })
      await store.log.remove(at)
      await store.log.create(at, bytes('anew'))
      expect(await heldIn(at, [7])).toEqual({})
    })

    test('are nobody’s in a room that is not there', async () => {
      await expect(store.holds.hold(newRoom(), 7, 'ann', LIMITS)).rejects.toThrow(RoomMissing)
      expect(await heldIn(newRoom(), [7])).toEqual({})
    })
  })
}
