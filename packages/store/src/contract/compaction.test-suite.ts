/** How every store compacts: one wins, only what is covered goes, and the whole stays readable. (S7) */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { EpochChanged, RoomMissing } from '../errors.ts'
import type { Store } from '../store.ts'
import { bytes, newRoom, seed, text, texts } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function compactionContract(harnessOf: () => Harness): void {
  describe('compaction', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

    test('S7: of two compactions on one base, one is kept', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await store.log.append(room, epoch, bytes('a'), 'ann')
      const other = harness.other
      const kept = await Promise.all([
        store.log.compact(room, epoch, 0, { position: 2, state: bytes('one') }, 60_000),
        other.log.compact(room, epoch, 0, { position: 2, state: bytes('two') }, 60_000),
      ])
      expect(kept.filter(Boolean)).toHaveLength(1)
      const { snapshot, entries } = await store.log.load(room)
      expect(text(snapshot!.state)).toBe(kept[0] ? 'one' : 'two')
      expect(entries).toEqual([])
    })

    test('S7: a compaction under another epoch, of nothing new, or beyond the log is not kept', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const state = bytes('x')
      await expect(store.log.compact(room, 'another', 0, { position: 1, state }, 0)).rejects.toThrow(EpochChanged)
      await expect(store.log.compact(newRoom(), epoch, 0, { position: 1, state }, 0)).rejects.toThrow(RoomMissing)
      expect(await store.log.compact(room, epoch, 0, { position: 2, state }, 0)).toBe(false)
      expect(await store.log.compact(room, epoch, 0, { position: 0, state }, 0)).toBe(false)
      expect((await store.log.load(room)).snapshot).toBeNull()
    })

    test('S7: only what both snapshots cover and is old enough is trimmed', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const heardFrom = async (after: number): Promise<number[]> => {
        const heard: number[] = []
        const subscription = await store.log.subscribe(
          room,
          after,
          (entry) => heard.push(entry.position),
          () => {},
        )
        subscription.close()
        return heard
      }
      for (let n = 2; n <= 6; n++) await store.log.append(room, epoch, bytes(`${n}`), 'ann')
      expect(await store.log.compact(room, epoch, 0, { position: 3, state: bytes('1-3') }, -1)).toBe(true)
      expect(await heardFrom(0)).toEqual([1, 2, 3, 4, 5, 6])
      expect(await store.log.compact(room, epoch, 3, { position: 5, state: bytes('1-5') }, 60_000)).toBe(true)
      expect(await heardFrom(0)).toEqual([1, 2, 3, 4, 5, 6])
      expect(await store.log.compact(room, epoch, 5, { position: 6, state: bytes('1-6') }, -1)).toBe(true)
      expect(await heardFrom(4)).toEqual([])
      expect(await heardFrom(5)).toEqual([6])
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ position: 6, entries: [], damage: [] })
      expect(text(loaded.snapshot!.state)).toBe('1-6')
    })

    test('S7: any course of appends, compactions and loads leaves the whole text readable', async () => {
      const step = fc.oneof(
        { weight: 3, arbitrary: fc.constant('append' as const) },
        fc.record({ covers: fc.double({ min: 0, max: 1, noNaN: true }), keepMs: fc.constantFrom(-1, 60_000) }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          const room = newRoom()
          const epoch = await seed(store, room, '1;')
          for (const next of steps) {
            const loaded = await store.log.load(room)
            const base = loaded.snapshot?.position ?? 0
            const whole = (last: number): string => upToText(last)
            expect(loaded.damage).toEqual([])
            expect(readAll(loaded)).toBe(whole(loaded.position))
            if (next === 'append') await store.log.append(room, epoch, bytes(`${loaded.position + 1};`), 'ann')
            else {
              const position = base + Math.floor((loaded.position - base) * next.covers)
              const state = bytes(whole(position))
              const kept = await store.log.compact(room, epoch, base, { position, state }, next.keepMs)
              expect(kept).toBe(position > base)
            }
          }
        }),
        { numRuns: 25 },
      )
    })

    const upToText = (last: number): string => Array.from({ length: last }, (_, index) => `${index + 1};`).join('')
    const readAll = (loaded: Awaited<ReturnType<Store['log']['load']>>): string =>
      (loaded.snapshot ? text(loaded.snapshot.state) : '') + texts(loaded.entries).join('')
  })
}
