/** How every store that can be damaged bears it. (S6) */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { bytes, newRoom, seed, text, texts, unwanted } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function damageContract(harnessOf: () => Harness): void {
  describe('damage', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

    test('S6: a damaged entry is left out and reported, and the rest is kept', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      for (const word of ['aaaa', 'bbbb', 'cccc']) await store.log.append(room, epoch, bytes(word), 'ann')
      await harness.damage(room, 'entry', 3)
      for (const _ of ['once', 'and again']) {
        const loaded = await store.log.load(room)
        expect(texts(loaded.entries)).toEqual(['first', 'aaaa', 'cccc'])
        expect(loaded.position).toBe(4)
        expect(loaded.damage).toMatchObject([{ kind: 'entry', position: 3 }])
      }
      expect(await store.log.append(room, epoch, bytes('dddd'), 'ann')).toBe(5)
      expect(await store.log.compact(room, epoch, 0, { position: 5, state: bytes('mended') }, 0)).toBe(true)
      expect((await store.log.load(room)).damage).toEqual([])
    })

    test('S4: an entry whose author was changed does not pass for sound', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await store.log.append(room, epoch, bytes('aaaa'), 'ann')
      await harness.damage(room, 'entry', 2, 'author')
      const loaded = await store.log.load(room)
      expect(texts(loaded.entries)).toEqual(['first'])
      expect(loaded.damage).toMatchObject([{ kind: 'entry', position: 2 }])
    })

    test('S6: an inspection names what is damaged, and counts what was set aside', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      for (const word of ['aaaa', 'bbbb']) await store.log.append(room, epoch, bytes(word), 'ann')
      await store.log.compact(room, epoch, 0, { position: 2, state: bytes('state up to 2') }, -1)
      await harness.damage(room, 'entry', 3)
      await harness.damage(room, 'snapshot', 2)
      const problems = async (): Promise<string[]> => {
        const { pieces, quarantined } = await store.log.inspect(room)
        const damaged = pieces.filter(({ problem }) => problem !== null)
        for (const piece of damaged) expect(piece).toMatchObject({ content: bytes(''), author: null })
        return [...damaged.map(({ kind, position }) => `${kind} ${position}`), `${quarantined} aside`]
      }
      expect(await problems()).toEqual(['snapshot 2', 'entry 3', '0 aside'])
      await store.log.load(room)
      expect(await problems()).toEqual(['entry 3', '2 aside'])
    })

    test('S6: a follower that would have to pass a damaged entry is told to load again', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      await store.log.append(room, epoch, bytes('aaaa'), 'ann')
      await harness.damage(room, 'entry', 2)
      const lost: Error[] = []
      await store.log.subscribe(room, 1, unwanted, (why) => lost.push(why))
      expect(lost.map((why) => why.message)).toEqual([expect.stringContaining('Load the room again')])
    })

    test('S7: when the newest snapshot is damaged, the one before it and the log give the whole', async () => {
      const room = newRoom()
      const epoch = await seed(store, room)
      for (const word of ['aaaa', 'bbbb']) await store.log.append(room, epoch, bytes(word), 'ann')
      await store.log.compact(room, epoch, 0, { position: 2, state: bytes('state up to 2') }, -1)
      await store.log.append(room, epoch, bytes('cccc'), 'ann')
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
}
