/** What every store keeps of its log. */
import { beforeAll, describe, expect, test } from 'vitest'
import { EpochChanged, RoomMissing } from '../errors.ts'
import type { Store } from '../store.ts'
import { bytes, newRoom, seed, texts } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function logContract(harnessOf: () => Harness): void {
  describe('the log', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

    test('S2: appends come back in order, byte for byte, at positions without gaps', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const updates = [new Uint8Array([0, 255, 13, 10, 0]), new Uint8Array(0), bytes('ü')]
      for (const [index, update] of updates.entries()) {
        expect(await store.log.append(room, epoch, update, 'ann')).toBe(index + 2)
      }
      const loaded = await store.log.load(room)
      expect(loaded).toMatchObject({ epoch, position: 4, snapshot: null, damage: [] })
      expect(loaded.entries.map((entry) => entry.position)).toEqual([1, 2, 3, 4])
      expect(loaded.entries.slice(1).map((entry) => Buffer.from(entry.update))).toEqual(
        updates.map((update) => Buffer.from(update)),
      )
    })

    test('S4: each entry keeps its author, and what the server writes itself has none', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const authors = ['ann', 'p'.repeat(64), '', 'bob']
      await Promise.all(authors.map((author) => store.log.append(room, epoch, bytes('x'), author)))
      const { entries } = await store.log.load(room)
      expect(entries.map((entry) => entry.author)).toEqual(['', ...authors])
    })

    test('S2: appends made at once keep the order of their calls', async () => {
      const room = newRoom()
      const epoch = await seed(store, room, '1')
      const calls = Array.from({ length: 300 }, (_, index) =>
        store.log.append(room, epoch, bytes(`${index + 2}`), 'ann'),
      )
      expect(await Promise.all(calls)).toEqual(calls.map((_, index) => index + 2))
      expect(texts((await store.log.load(room)).entries)).toEqual(
        Array.from({ length: 301 }, (_, index) => `${index + 1}`),
      )
    })

    test('S2: rooms that are written at once do not mix', async () => {
      const rooms = Array.from({ length: 10 }, newRoom)
      const epochs = await Promise.all(rooms.map((room) => seed(store, room)))
      await Promise.all(
        Array.from({ length: 400 }, (_, index) => {
          const at = index % 10
          // Both lists have ten members.
          return store.log.append(rooms[at]!, epochs[at]!, bytes(`${at}:${index}`), 'ann')
        }),
      )
      for (const [at, room] of rooms.entries()) {
        const { entries, position } = await store.log.load(room)
        expect(position).toBe(41)
        const expected = Array.from({ length: 40 }, (_, index) => `${at}:${index * 10 + at}`)
        expect(texts(entries.slice(1))).toEqual(expected)
      }
    })

    test.each([16 * 1024, 1024 * 1024, 5 * 1024 * 1024])('S2: an update of %i bytes survives', async (size) => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const update = new Uint8Array(size).map((_, index) => (index * 31) % 256)
      await store.log.append(room, epoch, update, 'ann')
      const { entries } = await store.log.load(room)
      expect(Buffer.compare(entries[1]!.update, update)).toBe(0)
    })

    test('S8: of many who create a room at once, one does', async () => {
      const room = newRoom()
      const stores = [store, harness.other]
      const created = await Promise.all(
        Array.from({ length: 20 }, (_, index) => stores[index % 2]!.log.create(room, bytes(`seed ${index}`))),
      )
      expect(created.filter(Boolean)).toHaveLength(1)
      const { entries, position } = await store.log.load(room)
      expect(position).toBe(1)
      expect(texts(entries)).toEqual([`seed ${created.indexOf(true)}`])
    })

    test('S8: an append under another epoch is refused, and leaves nothing', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await expect(store.log.append(room, 'another', bytes('x'), 'ann')).rejects.toThrow(EpochChanged)
      expect((await store.log.load(room)).position).toBe(1)
      await store.log.remove(room)
      await store.log.create(room, bytes('anew'))
      await expect(store.log.append(room, epoch, bytes('x'), 'ann')).rejects.toThrow(EpochChanged)
      expect(texts((await store.log.load(room)).entries)).toEqual(['anew'])
    })

    test('S8: a refused append does not hold up those beside it', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const outcomes = await Promise.allSettled([
        store.log.append(room, epoch, bytes('a'), 'ann'),
        store.log.append(room, 'another', bytes('x'), 'ann'),
        store.log.append(newRoom(), epoch, bytes('y'), 'ann'),
        store.log.append(room, epoch, bytes('b'), 'ann'),
      ])
      expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
      expect(texts((await store.log.load(room)).entries)).toEqual(['first', 'a', 'b'])
    })

    test('heads tell how far each room is, and of which history; rooms that are not there have none', async () => {
      const [quiet, busy, missing] = [newRoom(), newRoom(), newRoom()]
      const epochs = [await seed(store, quiet), await seed(store, busy)] as const
      for (const words of ['a', 'b']) await store.log.append(busy, epochs[1], bytes(words), 'ann')
      const heads = new Map([
        [quiet, { epoch: epochs[0], position: 1 }],
        [busy, { epoch: epochs[1], position: 3 }],
      ])
      expect(await store.log.heads([quiet, missing, busy])).toEqual(heads)
      expect(await harness.other.log.heads([quiet, missing, busy])).toEqual(heads)
      expect(await store.log.heads([])).toEqual(new Map())
    })

    test('heads have every append that has resolved, are the same after a compaction, and other after a replacement', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      for (let position = 2; position < 20; position++) {
        await store.log.append(room, epoch, bytes(`${position}`), 'ann')
        expect((await harness.other.log.heads([room])).get(room)).toEqual({ epoch, position })
      }
      await store.log.compact(room, epoch, 0, { position: 19, state: bytes('state') }, 0)
      expect((await store.log.heads([room])).get(room)).toEqual({ epoch, position: 19 })
      const anew = await store.log.replace(room, bytes('other'))
      expect((await store.log.heads([room])).get(room)).toEqual({ epoch: anew, position: 1 })
      await store.log.remove(room)
      expect(await store.log.heads([room])).toEqual(new Map())
    })

    test('the heads of a thousand rooms come at once', async () => {
      const rooms = Array.from({ length: 1000 }, newRoom)
      await Promise.all(rooms.map((room) => store.log.create(room, bytes('first'))))
      const heads = await store.log.heads(rooms)
      expect([...heads.keys()]).toEqual(rooms)
      expect([...heads.values()].every(({ position }) => position === 1)).toBe(true)
    })

    test('a room that is not there says so', async () => {
      const room = newRoom()
      expect(await store.log.exists(room)).toBe(false)
      await expect(store.log.load(room)).rejects.toThrow(RoomMissing)
      await expect(store.log.append(room, 'any', bytes('x'), 'ann')).rejects.toThrow(RoomMissing)
      await expect(
        store.log.subscribe(
          room,
          0,
          () => {},
          () => {},
        ),
      ).rejects.toThrow(RoomMissing)
    })

    test('a removed room is gone with all its entries, and from the list', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await store.log.append(room, epoch, bytes('a'), 'ann')
      await store.log.compact(room, epoch, 0, { position: 2, state: bytes('state') }, 0)
      expect(await store.log.rooms()).toContain(room)
      await store.log.remove(room)
      expect(await store.log.exists(room)).toBe(false)
      expect(await store.log.rooms()).not.toContain(room)
      await store.log.create(room, bytes('anew'))
      expect(await store.log.load(room)).toMatchObject({ snapshot: null, position: 1, damage: [] })
    })
  })
}
