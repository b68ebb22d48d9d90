/** How every store gives a room a new history. (S8) */
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { EpochChanged } from '../errors.ts'
import type { Store } from '../store.ts'
import { bytes, newRoom, seed, text, texts, unwanted } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function replaceContract(harnessOf: () => Harness): void {
  describe('a new history', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

    test('S8: begins with its state as a snapshot, and nothing of the old one is left', async () => {
      const room = newRoom()
      const old = await seed(store, room)
      for (const word of ['a', 'b', 'c']) await store.log.append(room, old, bytes(word), 'ann')
      await store.log.compact(room, old, 0, { position: 2, state: bytes('old') }, -1)
      await store.log.compact(room, old, 2, { position: 3, state: bytes('older') }, -1)
      const epoch = await store.log.replace(room, bytes('new'))
      expect(epoch).not.toBe(old)
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ epoch, position: 1, entries: [], damage: [] })
      expect(loaded.snapshot?.position).toBe(1)
      expect(text(loaded.snapshot!.state)).toBe('new')
      await expect(store.log.append(room, old, bytes('x'), 'ann')).rejects.toThrow(EpochChanged)
    })

    test('S8: is made where there was no room, and goes on like any other', async () => {
      const room = newRoom()
      const epoch = await store.log.replace(room, bytes('new'))
      const heard: number[] = []
      const subscription = await store.log.subscribe(room, 1, (entry) => heard.push(entry.position), unwanted)
      expect(await store.log.append(room, epoch, bytes('a'), 'ann')).toBe(2)
      expect(await store.log.append(room, epoch, bytes('b'), 'ann')).toBe(3)
      await vi.waitFor(() => expect(heard).toEqual([2, 3]))
      expect(await store.log.compact(room, epoch, 1, { position: 2, state: bytes('new a') }, -1)).toBe(true)
      expect(await store.log.compact(room, epoch, 2, { position: 3, state: bytes('new a b') }, -1)).toBe(true)
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ position: 3, entries: [], damage: [] })
      expect(text(loaded.snapshot!.state)).toBe('new a b')
      subscription.close()
    })

    test('S8: ends every subscription of the old one, with one word', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const lost: Error[][] = [[], []]
      const heard: string[] = []
      for (const [at, on] of [store, harness.other].entries()) {
        await on.log.subscribe(
          room,
          1,
          (entry) => heard.push(text(entry.update)),
          (why) => lost[at]!.push(why),
        )
      }
      const next = await store.log.replace(room, bytes('new'))
      await store.log.append(room, next, bytes('of the new one'), 'ann')
      await vi.waitFor(() => expect(lost.map((list) => list.length)).toEqual([1, 1]))
      for (const [why] of lost) expect(why).toBeInstanceOf(EpochChanged)
      await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(EpochChanged)
      expect(heard).toEqual([])
      expect(texts((await store.log.load(room)).entries)).toEqual(['of the new one'])
    })

    test('S8: that expects a history takes its place where it still ends there, and tells its subscribers', async () => {
      const room = newRoom()
      const old = await seed(store, room)
      const lost: Error[] = []
      await harness.other.log.subscribe(
        room,
        1,
        () => undefined,
        (why) => lost.push(why),
      )
      const epoch = await store.log.replace(room, bytes('new'), { epoch: old, position: 1 })
      expect(epoch).not.toBe(old)
      await vi.waitFor(() => expect(lost).toHaveLength(1))
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ epoch, position: 1, entries: [], damage: [] })
      expect(text(loaded.snapshot!.state)).toBe('new')
    })

    test('S8: that expects another position or history, or a room, changes nothing and says so', async () => {
      const room = newRoom()
      const old = await seed(store, room)
      const lost: Error[] = []
      const subscription = await store.log.subscribe(
        room,
        1,
        () => undefined,
        (why) => lost.push(why),
      )
      await store.log.append(room, old, bytes('a'), 'ann')
      expect(await store.log.replace(room, bytes('x'), { epoch: old, position: 1 })).toBeNull()
      expect(await store.log.replace(room, bytes('x'), { epoch: old, position: 3 })).toBeNull()
      expect(await store.log.replace(room, bytes('x'), { epoch: 'another', position: 2 })).toBeNull()
      const missing = newRoom()
      expect(await store.log.replace(missing, bytes('x'), { epoch: old, position: 1 })).toBeNull()
      expect(await store.log.exists(missing)).toBe(false)
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ epoch: old, position: 2, snapshot: null, damage: [] })
      expect(texts(loaded.entries)).toEqual(['first', 'a'])
      expect(await store.log.append(room, old, bytes('b'), 'ann')).toBe(3)
      expect(lost).toEqual([])
      subscription.close()
    })

    test('S8: of many that expect the same history at once, one takes its place, and what is appended meanwhile is in none’s way', async () => {
      for (let turn = 0; turn < 10; turn++) {
        const room = newRoom()
        const old = await seed(store, room)
        const head = { epoch: old, position: 1 }
        const appending = harness.other.log.append(room, old, bytes('late'), 'ann').then(
          () => true,
          () => false,
        )
        const given = await Promise.all(
          ['a', 'b', 'c', 'd'].map((word, at) =>
            (at % 2 === 0 ? store : harness.other).log.replace(room, bytes(word), head),
          ),
        )
        const isAppended = await appending
        const epochs = given.filter((epoch) => epoch !== null)
        expect(epochs).toHaveLength(isAppended ? 0 : 1)
        const loaded = await store.log.load(room)
        expect(loaded.epoch).toBe(isAppended ? old : epochs[0])
        expect(loaded.damage).toEqual([])
        if (isAppended) expect(texts(loaded.entries)).toEqual(['first', 'late'])
      }
    })
  })
}
