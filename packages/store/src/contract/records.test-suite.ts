/** What every store keeps of records and files. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Store } from '../store.ts'
import type { Harness } from './harness.test-suite.ts'

export function recordsContract(harnessOf: () => Harness): void {
  describe('records and files', () => {
    let harness: Harness
    let store: Store

    beforeAll(() => {
      harness = harnessOf()
      store = harness.store
    })

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
      const taken = await Promise.all(Array.from({ length: 20 }, (_, n) => stores[n % 2]!.records.take(kind, 'token')))
      expect(taken.filter((record) => record !== null)).toHaveLength(1)
      expect(await store.records.get(kind, 'token')).toBeNull()
    })

    test('with `expect` are taken only as they were seen', async () => {
      const kind = newKind()
      await store.records.put(kind, 'a', 'seen')
      const seen = (await store.records.get(kind, 'a'))!
      await harness.other.records.put(kind, 'a', 'written since')
      expect(await store.records.take(kind, 'a', seen.version)).toBeNull()
      const now = (await store.records.get(kind, 'a'))!
      expect(now.value).toBe('written since')
      expect(await store.records.take(kind, 'a', now.version)).toEqual(now)
      expect(await store.records.take(kind, 'a', now.version)).toBeNull()
    })

    test('name the kinds of which there are some', async () => {
      const [one, two] = [newKind(), newKind()]
      await store.records.put(two, 'a', 1)
      await store.records.put(one, 'a', 1)
      expect((await store.records.kinds()).filter((kind) => kind === one || kind === two)).toEqual([one, two])
      await store.records.take(one, 'a')
      expect(await store.records.kinds()).toContain(two)
      expect(await store.records.kinds()).not.toContain(one)
    })

    test('that are no JSON are refused', async () => {
      await expect(store.records.put('kind', 'id', undefined)).rejects.toThrow(TypeError)
    })

    test('files come back whole, are replaced, and go', async () => {
      const large = new Uint8Array(3 * 1024 * 1024).map((_, index) => (index * 17) % 256)
      await store.files.put('packs/a.pdf', large)
      await store.files.put('packs/b.pdf', new Uint8Array([0]))
      expect(Buffer.compare((await store.files.get('packs/a.pdf'))!, large)).toBe(0)
      await store.files.put('packs/a.pdf', new Uint8Array([1, 2]))
      expect([...(await store.files.get('packs/a.pdf'))!]).toEqual([1, 2])
      expect(await store.files.names()).toEqual(['packs/a.pdf', 'packs/b.pdf'])
      await store.files.remove('packs/a.pdf')
      expect(await store.files.names()).toEqual(['packs/b.pdf'])
      expect(await store.files.get('packs/a.pdf')).toBeNull()
      expect([...(await store.files.get('packs/b.pdf'))!]).toEqual([0])
    })
  })
}
