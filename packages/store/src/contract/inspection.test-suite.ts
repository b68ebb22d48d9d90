/** What every store shows to whoever examines a room. (S6) */
import { beforeAll, describe, expect, test } from 'vitest'
import { RoomMissing } from '../errors.ts'
import type { Store } from '../store.ts'
import { bytes, newRoom, seed, text } from './harness.test-suite.ts'
import type { Harness } from './harness.test-suite.ts'

export function inspectionContract(harnessOf: () => Harness): void {
  describe('an inspection', () => {
    let store: Store

    beforeAll(() => {
      store = harnessOf().store
    })

    test('S6: shows snapshots and entries with authors, times and sizes, and changes nothing', async () => {
      const room = newRoom()
      const started = Date.now()
      const epoch = await seed(store, room)
      for (const word of ['a', 'bb', 'ccc', 'dddd']) await store.log.append(room, epoch, bytes(word), `by ${word}`)
      await store.log.compact(room, epoch, 0, { position: 2, state: bytes('up to 2') }, -1)
      await store.log.compact(room, epoch, 2, { position: 4, state: bytes('up to four') }, -1)
      const before = await store.log.load(room)
      const { pieces, ...rest } = await store.log.inspect(room)
      expect(rest).toMatchObject({ epoch, position: 5, newest: 4, previous: 2, quarantined: 0 })
      const shown = pieces.map(({ kind, position, bytes, problem, content, author }) => {
        return [kind, position, bytes, problem, text(content), author]
      })
      expect(shown).toEqual([
        ['snapshot', 2, 7, null, 'up to 2', null],
        ['snapshot', 4, 10, null, 'up to four', null],
        ['entry', 3, 2, null, 'bb', 'by bb'],
        ['entry', 4, 3, null, 'ccc', 'by ccc'],
        ['entry', 5, 4, null, 'dddd', 'by dddd'],
      ])
      for (const { at } of pieces) {
        expect(at).toBeGreaterThanOrEqual(started - 1)
        expect(at).toBeLessThanOrEqual(Date.now() + 1)
      }
      expect(await store.log.load(room)).toEqual(before)
    })

    test('S6: of a new history shows its snapshot alone', async () => {
      const room = newRoom()
      const epoch = await store.log.replace(room, bytes('new'))
      const { pieces, ...rest } = await store.log.inspect(room)
      expect(rest).toMatchObject({ epoch, position: 1, newest: 1, previous: 0 })
      expect(pieces).toMatchObject([{ kind: 'snapshot', position: 1, problem: null }])
    })

    test('of a room that is not there says so', async () => {
      await expect(store.log.inspect(newRoom())).rejects.toThrow(RoomMissing)
    })
  })
}
