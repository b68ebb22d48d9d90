/** S3: the gate lets through what is readable, complete and new, and nothing else. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { isDeletedIn, judge, type Verdict } from './gate.ts'

function judgeIn(doc: Y.Doc, update: Uint8Array): Verdict {
  const known = Y.decodeStateVector(Y.encodeStateVector(doc))
  return judge(update, known, (client, clock, length) => isDeletedIn(doc, client, clock, length))
}

/** A document and the updates that made it, one a change. */
function history(...texts: string[]): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const text of texts) doc.getText('t').insert(doc.getText('t').length, text)
  return { doc, updates }
}

const at = (updates: Uint8Array[], index: number): Uint8Array => updates[index] ?? new Uint8Array()

describe('S3', () => {
  test('accepts an update that continues what is known, and says how far it reaches', () => {
    const { doc, updates } = history('first', ' second')
    const server = new Y.Doc()
    expect(judgeIn(server, at(updates, 0))).toEqual({ kind: 'accept', advance: [{ client: doc.clientID, clock: 5 }] })
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, at(updates, 1))).toEqual({ kind: 'accept', advance: [{ client: doc.clientID, clock: 12 }] })
  })

  test('a missing predecessor is a gap', () => {
    expect(judgeIn(new Y.Doc(), at(history('first', ' second').updates, 1))).toEqual({ kind: 'gap' })
  })

  test('text beside another client’s unknown text is a gap', () => {
    const { doc } = history('theirs')
    const mine = new Y.Doc()
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(doc))
    const before = Y.encodeStateVector(mine)
    mine.getText('t').insert(6, ' mine')
    expect(judgeIn(new Y.Doc(), Y.encodeStateAsUpdate(mine, before))).toEqual({ kind: 'gap' })
  })

  test('a deletion of what is not known is a gap; of what is deleted already, known', () => {
    const { doc, updates } = history('text')
    doc.getText('t').delete(0, 2)
    const server = new Y.Doc()
    expect(judgeIn(server, at(updates, 1))).toEqual({ kind: 'gap' })
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, at(updates, 1)).kind).toBe('accept')
    Y.applyUpdate(server, at(updates, 1))
    expect(judgeIn(server, at(updates, 1))).toEqual({ kind: 'known' })
    expect(judgeIn(server, Y.encodeStateAsUpdate(doc))).toEqual({ kind: 'known' })
  })

  test('an item that hangs on itself is never accepted, nor two that hang on each other', () => {
    const itself = updateOf([{ client: 1, clock: 0, origin: [1, 0] }])
    const circle = updateOf([
      { client: 2, clock: 0, origin: [1, 0] },
      { client: 1, clock: 0, origin: [2, 0] },
    ])
    for (const update of [itself, circle]) expect(judgeIn(new Y.Doc(), update)).toEqual({ kind: 'gap' })
  })

  test('bytes that are no update are malformed, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { kind } = judgeIn(new Y.Doc(), bytes)
        expect(['accept', 'known', 'gap', 'malformed']).toContain(kind)
      }),
      { numRuns: 2000 },
    )
  })

  test('a cut update is never accepted as if it were whole', () => {
    const { doc } = history('a longer text to be cut', ' and more')
    const whole = Y.encodeStateAsUpdate(doc)
    for (let length = 0; length < whole.byteLength; length++) {
      const verdict = judgeIn(new Y.Doc(), whole.slice(0, length))
      expect(verdict.kind, `cut at ${length}`).not.toBe('accept')
    }
  })

  test('a v2 update is never decoded as one', () => {
    const { doc } = history('text')
    expect(['malformed', 'gap', 'known']).toContain(judgeIn(new Y.Doc(), Y.encodeStateAsUpdateV2(doc)).kind)
  })
})

/** A v1 update made by hand: each item holds the letter x and hangs on its origin. */
function updateOf(items: { client: number; clock: number; origin: [client: number, clock: number] }[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, items.length)
    for (const { client, clock, origin } of items) {
      for (const number of [1, client, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeUint8(encoder, 0x80 | 4) // has an origin; content is a string
      for (const number of origin) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'x')
    }
    encoding.writeVarUint(encoder, 0) // nothing is deleted
  })
}
