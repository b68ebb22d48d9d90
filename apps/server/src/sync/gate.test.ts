/** S3: the gate lets through what is readable, complete and new, and nothing else. */
import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { Ledger } from '@briefboard/library'
import { Gate } from './gate.ts'

/** Cat is here under this client id, and has not written yet. */
const CATS = 99

/** What a gate that stands before `doc`, all of it Ann's, says to an update of Ann's. */
function judgeIn(doc: Y.Doc, update: Uint8Array, author = 'ann') {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(doc))
  const ledger = new Ledger(
    clocks,
    [...clocks.keys()].map((client): [number, string] => [client, 'ann']),
  )
  const gate = new Gate(ledger, () => doc)
  const asked = gate.judge(update, author)
  if (asked.kind === 'unasked') gate.learn(update, asked.clients, new Map([[CATS, 'cat']]))
  const verdict = gate.judge(update, author)
  return verdict.kind === 'refuse' ? verdict.code : verdict.kind
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
    const { updates } = history('first', ' second')
    const server = new Y.Doc()
    expect(judgeIn(server, at(updates, 0))).toBe('accept')
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, at(updates, 1))).toBe('accept')
  })

  test('a missing predecessor is a gap', () => {
    expect(judgeIn(new Y.Doc(), at(history('first', ' second').updates, 1))).toBe('gap')
  })

  test('text beside another client’s unknown text is a gap', () => {
    const { doc } = history('theirs')
    const mine = new Y.Doc()
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(doc))
    const before = Y.encodeStateVector(mine)
    mine.getText('t').insert(6, ' mine')
    expect(judgeIn(new Y.Doc(), Y.encodeStateAsUpdate(mine, before))).toBe('gap')
  })

  test('a deletion of what is not known is a gap; of what is deleted already, known', () => {
    const { doc, updates } = history('text')
    doc.getText('t').delete(0, 2)
    const server = new Y.Doc()
    expect(judgeIn(server, at(updates, 1))).toBe('gap')
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, at(updates, 1))).toBe('accept')
    Y.applyUpdate(server, at(updates, 1))
    expect(judgeIn(server, at(updates, 1))).toBe('known')
    expect(judgeIn(server, Y.encodeStateAsUpdate(doc))).toBe('known')
  })

  test('values that their author has replaced and keeps for undo come as one item, and are taken as deleted', () => {
    const doc = new Y.Doc()
    const map = doc.getMap('m')
    const origin = Symbol('own')
    const undo = new Y.UndoManager(map, { trackedOrigins: new Set([origin]), captureTimeout: 0 })
    for (const value of [1, 2, 3]) doc.transact(() => map.set('k', value), origin)
    const update = Y.encodeStateAsUpdate(doc)
    expect(Y.decodeUpdate(update).structs.map(({ length }) => length)).toEqual([2, 1])
    const server = new Y.Doc()
    const gate = new Gate(new Ledger([], []), () => server)
    gate.learn(update, [doc.clientID], new Map())
    const verdict = gate.judge(update, 'ann')
    if (verdict.kind !== 'accept') throw new Error(`It is not taken: ${JSON.stringify(verdict)}`)
    expect(verdict.isWhole).toBe(true)
    Y.applyUpdate(server, verdict.scan.update)
    expect(server.getMap('m').get('k')).toBe(3)
    expect([...server.store.clients.values()].flat().map(({ length }) => length)).toEqual([2, 1])

    // What undo brings back is an item of its own, and what was sent before is known.
    const before = Y.encodeStateVector(doc)
    undo.undo()
    for (const more of [update, Y.encodeStateAsUpdate(doc, before)]) Y.applyUpdate(server, more)
    expect([server.getMap('m').get('k'), map.get('k')]).toEqual([2, 2])
    expect(judgeIn(server, update)).toBe('known')
  })

  test('an item that hangs on itself is never accepted, nor two that hang on each other', () => {
    const itself = updateOf([{ client: 1, clock: 0, origin: [1, 0] }])
    const circle = updateOf([
      { client: 2, clock: 0, origin: [1, 0] },
      { client: 1, clock: 0, origin: [2, 0] },
    ])
    for (const update of [itself, circle]) expect(judgeIn(new Y.Doc(), update)).toBe('gap')
  })

  test('bytes that are no update are malformed, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(['accept', 'known', 'gap', 'malformed']).toContain(judgeIn(new Y.Doc(), bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('a cut update is never accepted as if it were whole', () => {
    const { doc } = history('a longer text to be cut', ' and more')
    const whole = Y.encodeStateAsUpdate(doc)
    for (let length = 0; length < whole.byteLength; length++) {
      const verdict = judgeIn(new Y.Doc(), whole.slice(0, length))
      expect(verdict, `cut at ${length}`).not.toBe('accept')
    }
  })

  test('a v2 update is never decoded as one', () => {
    const { doc } = history('text')
    expect(['malformed', 'gap', 'known']).toContain(judgeIn(new Y.Doc(), Y.encodeStateAsUpdateV2(doc)))
  })
})

describe('S4', () => {
  test('nobody writes under a client id that is another’s, in text, in garbage or in holes', () => {
    const { doc, updates } = history('first', ' second')
    const server = new Y.Doc()
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, at(updates, 1), 'bob')).toBe('not-yours')
    for (const info of [0, 10]) expect(judgeIn(server, fillerOf(doc.clientID, 5, 1000, info), 'bob')).toBe('not-yours')
  })

  test('what is known already may be repeated by anybody, beside something new of one’s own', () => {
    const { doc, updates } = history('first')
    const server = new Y.Doc()
    Y.applyUpdate(server, at(updates, 0))
    expect(judgeIn(server, Y.encodeStateAsUpdate(doc), 'bob')).toBe('known')
    const bobs = new Y.Doc()
    Y.applyUpdate(bobs, Y.encodeStateAsUpdate(doc))
    bobs.getText('t').insert(5, ' and Bob’s')
    expect(judgeIn(server, Y.encodeStateAsUpdate(bobs), 'bob')).toBe('accept')
  })

  test('nobody is first with the client id of one who is here', () => {
    const cats = Object.assign(new Y.Doc(), { clientID: CATS })
    cats.getText('t').insert(0, 'text')
    expect(judgeIn(new Y.Doc(), Y.encodeStateAsUpdate(cats), 'bob')).toBe('not-yours')
    expect(judgeIn(new Y.Doc(), Y.encodeStateAsUpdate(cats), 'cat')).toBe('accept')
  })

  test('anybody who may write may delete', () => {
    const { doc, updates } = history('text')
    const server = new Y.Doc()
    Y.applyUpdate(server, at(updates, 0))
    doc.getText('t').delete(0, 2)
    expect(judgeIn(server, at(updates, 1), 'bob')).toBe('accept')
  })
})

describe('S3: depth', () => {
  test.each(['in one update', 'one update each'])('types nested a thousand deep (%s) do not pass', (how) => {
    const doc = new Y.Doc()
    const updates: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => updates.push(update))
    let inner = new Y.XmlElement('a')
    doc.getXmlFragment('x').insert(0, [inner])
    for (let depth = 0; depth < 1000; depth++) {
      const next = new Y.XmlElement('a')
      inner.insert(0, [next])
      inner = next
    }
    if (how === 'in one update') expect(judgeIn(new Y.Doc(), Y.mergeUpdates(updates))).toBe('malformed')
    else {
      const server = new Y.Doc()
      const verdicts = updates.map((update) => {
        const verdict = judgeIn(server, update)
        if (verdict === 'accept') Y.applyUpdate(server, update)
        return verdict
      })
      expect(verdicts.indexOf('malformed')).toBeGreaterThan(50)
      expect(verdicts.indexOf('malformed')).toBeLessThan(150)
    }
  })

  test('a long document is not deep', () => {
    const doc = new Y.Doc()
    for (let count = 0; count < 3000; count++) doc.getXmlFragment('x').push([new Y.XmlElement('p')])
    expect(judgeIn(new Y.Doc(), Y.encodeStateAsUpdate(doc))).toBe('accept')
  })
})

/** Garbage (0) or a hole (10) over a client's coming clocks. */
function fillerOf(client: number, clock: number, length: number, info: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 1, client, clock]) encoding.writeVarUint(encoder, number)
    encoding.writeUint8(encoder, info)
    for (const number of [length, 0]) encoding.writeVarUint(encoder, number)
  })
}

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
