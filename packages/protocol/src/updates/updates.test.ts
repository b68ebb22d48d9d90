/** Scanning, joining and splitting give what Yjs itself would, for whatever people write. */
import * as fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { Malformed } from './cursor.ts'
import { joinUpdates } from './join.ts'
import { visitInOrder } from './order.ts'
import { scanUpdate } from './scan.ts'
import { splitUpdate } from './split.ts'

/** One step of one of three people who now and then hear of each other. */
const step = fc.record({
  who: fc.nat(2),
  what: fc.constantFrom('insert', 'delete', 'format', 'element', 'map', 'array', 'embed', 'hear'),
  at: fc.nat(1000),
  text: fc.string({ unit: 'grapheme', maxLength: 6 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The updates of all, in an order in which each builds only on earlier ones. */
function write(steps: readonly Step[]): Uint8Array[] {
  const docs = [1, 2, 3].map((clientID) => Object.assign(new Y.Doc(), { clientID }))
  const log: Uint8Array[] = []
  const heard = [0, 0, 0]
  for (const doc of docs) {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'heard') log.push(update)
    })
  }
  for (const { who, what, at, text } of steps) {
    const doc = docs[who]!
    const body = doc.getText('t')
    if (what === 'hear') {
      for (const update of log.slice(heard[who])) Y.applyUpdate(doc, update, 'heard')
      heard[who] = log.length
    } else if (what === 'insert') body.insert(at % (body.length + 1), text)
    else if (what === 'delete' && body.length > 0) body.delete(at % body.length, 1)
    else if (what === 'format' && body.length > 0)
      body.format(at % body.length, 1, { bold: at % 2 === 0 ? true : null })
    else if (what === 'embed') body.insertEmbed(at % (body.length + 1), { picture: text })
    else if (what === 'map')
      doc.getMap('m').set(`k${at % 3}`, { deep: [at, text, null, 1.5, -3, true, new Uint8Array(2)] })
    else if (what === 'array') doc.getArray('a').insert(0, [at, text, { none: undefined, big: 2n ** 40n }])
    else if (what === 'element') {
      const element = new Y.XmlElement('p')
      element.setAttribute('a', text)
      element.insert(0, [new Y.XmlText(text)])
      doc.getXmlFragment('x').insert(0, [element])
    }
  }
  return log
}

function docOf(updates: Iterable<Uint8Array>): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc
}

function expectSame(actual: Y.Doc, expected: Y.Doc): void {
  expect(actual.store.pendingStructs).toBeNull()
  expect(Y.equalSnapshots(Y.snapshot(actual), Y.snapshot(expected))).toBe(true)
  for (const [get, name] of [
    ['getText', 't'],
    ['getXmlFragment', 'x'],
  ] as const) {
    expect(actual[get](name).toString()).toBe(expected[get](name).toString())
  }
  expect(actual.getText('t').toDelta()).toEqual(expected.getText('t').toDelta())
  expect(actual.getMap('m').toJSON()).toEqual(expected.getMap('m').toJSON())
  expect(actual.getArray('a').toJSON()).toEqual(expected.getArray('a').toJSON())
}

const writings = fc.array(step, { maxLength: 60 })

describe('S3: scanning', () => {
  test('finds the same structs and deletions as Yjs', () => {
    fc.assert(
      fc.property(writings, (steps) => {
        const log = write(steps)
        for (const update of [...log, Y.mergeUpdates(log.length > 0 ? log : [Uint8Array.of(0, 0)])]) {
          const scan = scanUpdate(update)
          const { structs, ds } = Y.decodeUpdate(update)
          const found = scan.sections.flatMap(({ client, structs }) =>
            structs.map(({ clock, length }) => [client, clock, length]),
          )
          expect(found).toEqual(structs.map(({ id, length }) => [id.client, id.clock, length]))
          const deleted = [...ds.clients].flatMap(([client, ranges]) =>
            ranges.map(({ clock, len }) => [client, clock, len]),
          )
          expect(scan.deleted.map(({ client, clock, length }) => [client, clock, length])).toEqual(deleted)
        }
      }),
    )
  })

  test('lets nothing pass that Yjs cannot decode', () => {
    const bytes = fc
      .tuple(writings, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
      .map(([steps, hits]) => {
        const update = Uint8Array.from(Y.encodeStateAsUpdate(docOf(write(steps))))
        for (const [at, byte] of hits) update[at % update.length] = byte
        return update
      })
    fc.assert(
      fc.property(fc.oneof(bytes, fc.uint8Array({ maxLength: 100 })), (update) => {
        let passes = true
        try {
          scanUpdate(update)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
          passes = false
        }
        if (passes) expect(() => Y.decodeUpdate(update)).not.toThrow()
      }),
      { numRuns: 3000 },
    )
  })

  test.each(['any', 'json'])('a value nested ten thousand deep (%s) is malformed', (form) => {
    const deep = form === 'any' ? Uint8Array.from({ length: 10_000 }, (_, at) => (at % 2 === 0 ? 117 : 1)) : null
    const update = encoding.encode((encoder) => {
      for (const number of [1, 1, 1, 0]) encoding.writeVarUint(encoder, number)
      encoding.writeUint8(encoder, deep ? 8 : 5)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, 'm')
      if (deep) {
        encoding.writeVarUint(encoder, 1)
        encoding.writeUint8Array(encoder, deep)
        encoding.writeUint8(encoder, 126)
      } else encoding.writeVarString(encoder, `${'['.repeat(10_000)}${']'.repeat(10_000)}`)
      encoding.writeVarUint(encoder, 0)
    })
    expect(() => scanUpdate(update)).toThrow(Malformed)
  })
})

test('S9: pieces of an update, applied one after the other, give the same document, and none waits for a later one', () => {
  fc.assert(
    fc.property(writings, fc.integer({ min: 20, max: 400 }), (steps, maxBytes) => {
      const doc = docOf(write(steps))
      const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), maxBytes)
      const built = new Y.Doc()
      for (const piece of pieces) {
        Y.applyUpdate(built, piece)
        expect(built.store.pendingStructs).toBeNull()
      }
      expectSame(built, doc)
    }),
  )
})

test('S12: pieces have no more parts than they may, and say the same', () => {
  fc.assert(
    fc.property(writings, fc.integer({ min: 1, max: 10 }), (steps, most) => {
      const doc = docOf(write(steps))
      const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), { bytes: 1e9, structs: most, deletions: most })
      for (const piece of pieces)
        expect(
          scanUpdate(piece, { structs: most, containers: Infinity, values: Infinity, inner: Infinity }).deleted.length,
        ).toBeLessThanOrEqual(most)
      expectSame(docOf(pieces), doc)
    }),
  )
})

test('S9: pieces of what a receiver lacks build on what it has', () => {
  fc.assert(
    fc.property(writings, writings, (before, after) => {
      const log = write([...before, ...after])
      const half = docOf(log.slice(0, log.length / 2))
      const doc = docOf(log)
      for (const piece of splitUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVector(half)), 50))
        Y.applyUpdate(half, piece)
      expectSame(half, doc)
    }),
  )
})

test('S2: joined updates say what they said one by one', () => {
  fc.assert(
    fc.property(writings, fc.integer({ min: 10, max: 500 }), (steps, maxBytes) => {
      const log = write(steps)
      const joined = joinUpdates(
        log.map((update) => scanUpdate(update)),
        maxBytes,
      )
      expect(joined.length).toBeLessThanOrEqual(log.length)
      expectSame(docOf(joined), docOf(log))
    }),
  )
})

test('S2, S3: joined updates have each client’s deletions in order and apart; others do not pass', () => {
  fc.assert(
    fc.property(writings, (steps) => {
      const log = write(steps)
      // Whatever is joined must pass the scan itself, which takes no disorder.
      for (const update of joinUpdates(log.map((update) => scanUpdate(update)))) scanUpdate(update)
    }),
  )
  const disorder = (...ranges: [clock: number, length: number][]): Uint8Array =>
    encoding.encode((encoder) => {
      for (const number of [0, 1, 7, ranges.length, ...ranges.flat()]) encoding.writeVarUint(encoder, number)
    })
  expect(() => scanUpdate(disorder([12, 6], [0, 6]))).toThrow(Malformed)
  expect(() => scanUpdate(disorder([0, 6], [3, 6]))).toThrow(Malformed)
  expect(scanUpdate(disorder([0, 6], [12, 6])).deleted).toHaveLength(2)
})

test('S3: an order is found exactly when Yjs leaves nothing waiting', () => {
  fc.assert(
    fc.property(writings, fc.nat(), (steps, drop) => {
      const log = write(steps)
      const kept = log.filter((_, at) => log.length < 2 || at !== drop % log.length)
      if (kept.length === 0) return
      const update = Y.mergeUpdates(kept)
      const inOrder = visitInOrder(
        scanUpdate(update),
        () => 0,
        () => undefined,
      )
      const isWhole = docOf([update]).store.pendingStructs === null
      expect(inOrder).toBe(isWhole)
    }),
  )
})
