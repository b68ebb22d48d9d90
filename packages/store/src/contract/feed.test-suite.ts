/** What every store tells its subscribers. */
import type { RoomId } from '@briefboard/protocol'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Entry, Store } from '../store.ts'
import { bytes, newRoom, seed, text, texts, unwanted } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function feedContract(harnessOf: () => Harness): void {
  describe('the feed', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

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
      for (const word of ['a', 'b', 'c']) await store.log.append(room, epoch, bytes(word), 'ann')
      const { heard, lost, subscription } = await listen(store, room, 2)
      await Promise.all(upTo(50).map((n) => store.log.append(room, epoch, bytes(`${n}`), 'ann')))
      await vi.waitFor(() => expect(heard).toEqual(upTo(54, 3)))
      expect(lost).toEqual([])
      subscription.close()
      await store.log.append(room, epoch, bytes('unheard'), 'ann')
      expect(heard).toHaveLength(52)
    })

    test('S4: the feed brings the author, from the log and from the wire alike', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await store.log.append(room, epoch, bytes('a'), 'ann')
      const heard: Array<[string, string]> = []
      const onEntry = (entry: Entry): void => void heard.push([entry.author, text(entry.update)])
      const subscription = await harness.other.log.subscribe(room, 0, onEntry, unwanted)
      await Promise.all(['bob', 'cy'].map((author) => store.log.append(room, epoch, bytes(`by ${author}`), author)))
      await vi.waitFor(() => expect(heard).toHaveLength(4))
      expect(heard).toEqual([
        ['', 'first'],
        ['ann', 'a'],
        ['bob', 'by bob'],
        ['cy', 'by cy'],
      ])
      subscription.close()
    })

    test('S2: what is appended in one tick is told in one run', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const runs: number[] = []
      let run = 0
      const onEntry = (): void => {
        if (run++ === 0) queueMicrotask(() => void (runs.push(run), (run = 0)))
      }
      const subscription = await harness.other.log.subscribe(room, 1, onEntry, unwanted)
      await Promise.all(upTo(100).map((n) => store.log.append(room, epoch, bytes(`${n}`), 'ann')))
      await vi.waitFor(() => expect(runs).toEqual([100]))
      subscription.close()
    })

    test('S2: one who subscribes while others write misses nothing', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      const writing = Promise.all(upTo(200).map((n) => store.log.append(room, epoch, bytes(`${n}`), 'ann')))
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
          store.log.append(room, epoch, bytes(`one ${n}`), 'ann'),
          other.log.append(room, epoch, bytes(`two ${n}`), 'ann'),
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
      await store.log.append(room, epoch, bytes('a'), 'ann')
      await store.log.append(room, epoch, bytes('b'), 'ann')
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
      await store.log.append(room, epoch, bytes('anew'), 'ann')
      await vi.waitFor(() => expect(listeners.map(({ lost }) => lost.length)).toEqual([1, 1]))
      expect(listeners.map(({ heard }) => heard)).toEqual([[], []])
    })

    test('S7: one who asks for entries that are trimmed is told to load again', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      for (const word of ['a', 'b', 'c']) await store.log.append(room, epoch, bytes(word), 'ann')
      await store.log.compact(room, epoch, 0, { position: 3, state: bytes('3') }, -1)
      await store.log.compact(room, epoch, 3, { position: 4, state: bytes('4') }, -1)
      const { heard, lost } = await listen(store, room, 1)
      expect(heard).toEqual([])
      expect(lost).toHaveLength(1)
    })
  })
}
