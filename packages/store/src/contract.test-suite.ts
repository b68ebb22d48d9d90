/** What every store must keep, whatever it is made of. Each store's own test file runs this. */
import type { RoomId } from '@briefboard/protocol'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { EpochChanged, RoomMissing } from './errors.ts'
import type { Entry, Epoch, Store } from './store.ts'

export interface Harness {
  /** The store under test. */
  store: Store
  /** A second instance on the same data, where one hears of the other's appends; otherwise the store itself. */
  other: Store
  /** Changes one byte of a stored entry or snapshot underneath the store. */
  damage(room: RoomId, kind: 'entry' | 'snapshot', position: number): Promise<void>
  stop(): Promise<void>
}

let made = 0
export const newRoom = (): RoomId => `board/room-${++made}` as RoomId
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (update: Uint8Array): string => new TextDecoder().decode(update)
const unwanted = (what: unknown): never => expect.unreachable(String(what))
const texts = (entries: Entry[]): string[] => entries.map((entry) => text(entry.update))

/** Makes a room with `first` and gives its epoch. */
export async function seed(store: Store, room: RoomId, first = 'first'): Promise<Epoch> {
  expect(await store.log.create(room, bytes(first))).toBe(true)
  return (await store.log.load(room)).epoch
}

export interface Traits {
  /** Whether `damage` can reach the store's bytes. */
  canBeDamaged: boolean
}

export function contract(name: string, { canBeDamaged }: Traits, start: () => Promise<Harness>): void {
  describe(`${name} keeps the contract`, () => {
    let harness: Harness
    let store: Store

    beforeAll(async () => {
      harness = await start()
      store = harness.store
    })
    afterAll(() => harness?.stop())

    describe('the log', () => {
      test('S2: appends come back in order, byte for byte, at positions without gaps', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        const updates = [new Uint8Array([0, 255, 13, 10, 0]), new Uint8Array(0), bytes('ü')]
        for (const [index, update] of updates.entries()) {
          expect(await store.log.append(room, epoch, update)).toBe(index + 2)
        }
        const loaded = await store.log.load(room)
        expect(loaded).toMatchObject({ epoch, position: 4, snapshot: null, damage: [] })
        expect(loaded.entries.map((entry) => entry.position)).toEqual([1, 2, 3, 4])
        expect(loaded.entries.slice(1).map((entry) => Buffer.from(entry.update))).toEqual(
          updates.map((update) => Buffer.from(update)),
        )
      })

      test('S2: appends made at once keep the order of their calls', async () => {
        const room = newRoom()
        const epoch = await seed(store, room, '1')
        const calls = Array.from({ length: 300 }, (_, index) => store.log.append(room, epoch, bytes(`${index + 2}`)))
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
            return store.log.append(rooms[at]!, epochs[at]!, bytes(`${at}:${index}`))
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
        await store.log.append(room, epoch, update)
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
        await expect(store.log.append(room, 'another', bytes('x'))).rejects.toThrow(EpochChanged)
        expect((await store.log.load(room)).position).toBe(1)
        await store.log.remove(room)
        await store.log.create(room, bytes('anew'))
        await expect(store.log.append(room, epoch, bytes('x'))).rejects.toThrow(EpochChanged)
        expect(texts((await store.log.load(room)).entries)).toEqual(['anew'])
      })

      test('S8: a refused append does not hold up those beside it', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        const outcomes = await Promise.allSettled([
          store.log.append(room, epoch, bytes('a')),
          store.log.append(room, 'another', bytes('x')),
          store.log.append(newRoom(), epoch, bytes('y')),
          store.log.append(room, epoch, bytes('b')),
        ])
        expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
        expect(texts((await store.log.load(room)).entries)).toEqual(['first', 'a', 'b'])
      })

      test('a room that is not there says so', async () => {
        const room = newRoom()
        expect(await store.log.exists(room)).toBe(false)
        await expect(store.log.load(room)).rejects.toThrow(RoomMissing)
        await expect(store.log.append(room, 'any', bytes('x'))).rejects.toThrow(RoomMissing)
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
        await store.log.append(room, epoch, bytes('a'))
        await store.log.compact(room, epoch, 0, { position: 2, state: bytes('state') }, 0)
        expect(await store.log.rooms()).toContain(room)
        await store.log.remove(room)
        expect(await store.log.exists(room)).toBe(false)
        expect(await store.log.rooms()).not.toContain(room)
        await store.log.create(room, bytes('anew'))
        expect(await store.log.load(room)).toMatchObject({ snapshot: null, position: 1, damage: [] })
      })
    })

    describe('the feed', () => {
      async function listen(on: Store, room: RoomId, after: number) {
        const heard: number[] = []
        const lost: Error[] = []
        const subscription = await on.log.subscribe(
          room,
          after,
          (entry) => heard.push(entry.position),
          (why) => lost.push(why),
        )
        return { heard, lost, subscription }
      }
      const upTo = (last: number, first = 1): number[] =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index)

      test('S2: a subscriber hears every entry in order, none twice, from before and after it came', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        for (const word of ['a', 'b', 'c']) await store.log.append(room, epoch, bytes(word))
        const { heard, lost, subscription } = await listen(store, room, 2)
        await Promise.all(upTo(50).map((n) => store.log.append(room, epoch, bytes(`${n}`))))
        await vi.waitFor(() => expect(heard).toEqual(upTo(54, 3)))
        expect(lost).toEqual([])
        subscription.close()
        await store.log.append(room, epoch, bytes('unheard'))
        expect(heard).toHaveLength(52)
      })

      test('S2: one who subscribes while others write misses nothing', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        const writing = Promise.all(upTo(200).map((n) => store.log.append(room, epoch, bytes(`${n}`))))
        const listeners = await Promise.all([0, 0, 1].map((after) => listen(harness.other, room, after)))
        await writing
        await vi.waitFor(() => {
          expect(listeners.map(({ heard }) => heard)).toEqual([upTo(201), upTo(201), upTo(201, 2)])
        })
        for (const { subscription } of listeners) subscription.close()
      })

      test('S2: entries of another instance are heard in one order by all', async () => {
        const { other } = harness
        const room = newRoom()
        const epoch = await seed(store, room)
        const words: string[][] = [[], []]
        const subscriptions = await Promise.all(
          [store, other].map((on, at) =>
            on.log.subscribe(room, 1, (entry) => words[at]!.push(text(entry.update)), unwanted),
          ),
        )
        await Promise.all(
          upTo(100).flatMap((n) => [
            store.log.append(room, epoch, bytes(`one ${n}`)),
            other.log.append(room, epoch, bytes(`two ${n}`)),
          ]),
        )
        await vi.waitFor(() => expect(words.map((list) => list.length)).toEqual([200, 200]))
        expect(words[0]).toEqual(words[1])
        expect(words[0]).toEqual(texts((await store.log.load(room)).entries).slice(1))
        for (const subscription of subscriptions) subscription.close()
      })

      test('S16: a subscriber that throws loses its own subscription only', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        const lost: Error[] = []
        const fail = (): void => {
          throw new Error('broken listener')
        }
        await store.log.subscribe(room, 1, fail, (why) => lost.push(why))
        const { heard, subscription } = await listen(store, room, 1)
        await store.log.append(room, epoch, bytes('a'))
        await store.log.append(room, epoch, bytes('b'))
        await vi.waitFor(() => expect(heard).toEqual([2, 3]))
        expect(lost.map((why) => why.message)).toEqual(['broken listener'])
        subscription.close()
      })

      test('S8: when the room goes, every subscriber is told once', async () => {
        const room = newRoom()
        await seed(store, room)
        const listeners = [await listen(store, room, 1), await listen(harness.other, room, 1)]
        await store.log.remove(room)
        const epoch = await seed(store, room)
        await store.log.append(room, epoch, bytes('anew'))
        await vi.waitFor(() => expect(listeners.map(({ lost }) => lost.length)).toEqual([1, 1]))
        expect(listeners.map(({ heard }) => heard)).toEqual([[], []])
      })

      test('S7: one who asks for entries that are trimmed is told to load again', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        for (const word of ['a', 'b', 'c']) await store.log.append(room, epoch, bytes(word))
        await store.log.compact(room, epoch, 0, { position: 3, state: bytes('3') }, -1)
        await store.log.compact(room, epoch, 3, { position: 4, state: bytes('4') }, -1)
        const { heard, lost } = await listen(store, room, 1)
        expect(heard).toEqual([])
        expect(lost).toHaveLength(1)
      })
    })

    describe('compaction', () => {
      test('S7: of two compactions on one base, one is kept', async () => {
        const room = newRoom()
        const epoch = await seed(store, room)
        await store.log.append(room, epoch, bytes('a'))
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
        for (let n = 2; n <= 6; n++) await store.log.append(room, epoch, bytes(`${n}`))
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
              if (next === 'append') await store.log.append(room, epoch, bytes(`${loaded.position + 1};`))
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

    if (canBeDamaged)
      describe('damage', () => {
        test('S6: a damaged entry is left out and reported, and the rest is kept', async () => {
          const room = newRoom()
          const epoch = await seed(store, room)
          for (const word of ['aaaa', 'bbbb', 'cccc']) await store.log.append(room, epoch, bytes(word))
          await harness.damage(room, 'entry', 3)
          for (const _ of ['once', 'and again']) {
            const loaded = await store.log.load(room)
            expect(texts(loaded.entries)).toEqual(['first', 'aaaa', 'cccc'])
            expect(loaded.position).toBe(4)
            expect(loaded.damage).toMatchObject([{ kind: 'entry', position: 3 }])
          }
          expect(await store.log.append(room, epoch, bytes('dddd'))).toBe(5)
          expect(await store.log.compact(room, epoch, 0, { position: 5, state: bytes('mended') }, 0)).toBe(true)
          expect((await store.log.load(room)).damage).toEqual([])
        })

        test('S6: a follower that would have to pass a damaged entry is told to load again', async () => {
          const room = newRoom()
          const epoch = await seed(store, room)
          await store.log.append(room, epoch, bytes('aaaa'))
          await harness.damage(room, 'entry', 2)
          const lost: Error[] = []
          await store.log.subscribe(room, 1, unwanted, (why) => lost.push(why))
          expect(lost.map((why) => why.message)).toEqual([expect.stringContaining('Load the room again')])
        })

        test('S7: when the newest snapshot is damaged, the one before it and the log give the whole', async () => {
          const room = newRoom()
          const epoch = await seed(store, room)
          for (const word of ['aaaa', 'bbbb']) await store.log.append(room, epoch, bytes(word))
          await store.log.compact(room, epoch, 0, { position: 2, state: bytes('state up to 2') }, -1)
          await store.log.append(room, epoch, bytes('cccc'))
          await store.log.compact(room, epoch, 2, { position: 3, state: bytes('state up to 3') }, -1)
          await harness.damage(room, 'snapshot', 3)
          const loaded = await store.log.load(room)
          expect(loaded.snapshot?.position).toBe(2)
          expect(text(loaded.snapshot!.state)).toBe('state up to 2')
          expect(texts(loaded.entries)).toEqual(['bbbb', 'cccc'])
          expect(loaded.damage).toMatchObject([{ kind: 'snapshot', position: 3 }])
          // The next compaction builds on the snapshot that was loaded.
          expect(await store.log.compact(room, epoch, 2, { position: 4, state: bytes('state up to 4') }, -1)).toBe(true)
          expect((await store.log.load(room)).damage).toEqual([])
          expect(text((await store.log.load(room)).snapshot!.state)).toBe('state up to 4')
        })
      })

    describe('records', () => {
      let kinds = 0
      const newKind = (): string => `kind-${++kinds}`

      test('come back as they were put, in order of id', async () => {
        const kind = newKind()
        const value = { text: 'ü', list: [1, null, { deep: true }], empty: {}, none: [] }
        await store.records.put(kind, 'b', value)
        await store.records.put(kind, 'a', 'plain')
        await store.records.put(kind, 'a/b:c', null)
        await store.records.put(`${kind}2`, 'c', 1)
        expect((await store.records.get(kind, 'b'))?.value).toEqual(value)
        expect(await store.records.get(kind, 'c')).toBeNull()
        const listed = await store.records.list(kind)
        expect(listed.map(({ id, value }) => [id, value])).toEqual([
          ['a', 'plain'],
          ['a/b:c', null],
          ['b', value],
        ])
        expect(await store.records.list(newKind())).toEqual([])
      })

      test('change their version at every write, and never take one twice', async () => {
        const kind = newKind()
        const versions: number[] = []
        for (const step of ['put', 'put', 'take', 'put']) {
          if (step === 'take') await store.records.take(kind, 'a')
          else {
            await store.records.put(kind, 'a', step)
            versions.push((await store.records.get(kind, 'a'))!.version)
          }
        }
        expect(new Set(versions).size).toBe(3)
        expect(await store.records.put(kind, 'a', 'late', versions[0])).toBe(false)
        expect(await store.records.put(kind, 'a', 'in time', versions[2])).toBe(true)
      })

      test('with `expect` are written by one of many', async () => {
        const kind = newKind()
        const stores = [store, harness.other]
        const race = (expected: number): Promise<boolean[]> =>
          Promise.all(Array.from({ length: 20 }, (_, n) => stores[n % 2]!.records.put(kind, 'a', n, expected)))
        const first = await race(0)
        expect(first.filter(Boolean)).toHaveLength(1)
        const record = await store.records.get(kind, 'a')
        expect(record?.value).toBe(first.indexOf(true))
        expect((await race(record!.version)).filter(Boolean)).toHaveLength(1)
        expect(await store.records.put(kind, 'new', 1, 7)).toBe(false)
      })

      test('are taken by one of many', async () => {
        const kind = newKind()
        await store.records.put(kind, 'token', { once: true })
        const stores = [store, harness.other]
        const taken = await Promise.all(
          Array.from({ length: 20 }, (_, n) => stores[n % 2]!.records.take(kind, 'token')),
        )
        expect(taken.filter((record) => record !== null)).toHaveLength(1)
        expect(await store.records.get(kind, 'token')).toBeNull()
      })

      test('that are no JSON are refused', async () => {
        await expect(store.records.put('kind', 'id', undefined)).rejects.toThrow(TypeError)
      })
    })

    test('files come back whole, are replaced, and go', async () => {
      const large = new Uint8Array(3 * 1024 * 1024).map((_, index) => (index * 17) % 256)
      await store.files.put('packs/a.pdf', large)
      await store.files.put('packs/b.pdf', new Uint8Array([0]))
      expect(Buffer.compare((await store.files.get('packs/a.pdf'))!, large)).toBe(0)
      await store.files.put('packs/a.pdf', new Uint8Array([1, 2]))
      expect([...(await store.files.get('packs/a.pdf'))!]).toEqual([1, 2])
      await store.files.remove('packs/a.pdf')
      expect(await store.files.get('packs/a.pdf')).toBeNull()
      expect([...(await store.files.get('packs/b.pdf'))!]).toEqual([0])
    })

    test('a store that is well says so', async () => {
      expect(await store.health()).toMatchObject({ ok: true, problems: [] })
    })
  })
}
