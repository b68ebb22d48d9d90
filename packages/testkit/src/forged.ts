/** Updates that no honest client sends: forged, endless, absurdly deep. Made byte for byte, in Yjs' v1 form where it does not say otherwise. */
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Garbage-collected structs under somebody's id from a clock on: whoever stores it will pass over what that one writes there. */
export function forgedGarbage(client: number, clock: number, length: number): Uint8Array {
  return updateOf(client, clock, (encoder) => {
    encoding.writeUint8(encoder, 0)
    encoding.writeVarUint(encoder, length)
  })
}

/** Text under somebody else's client id, in step with what that one has written so far. */
export function forgedText(known: Y.Doc, client: number, name: string, text: string): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(known))
  doc.clientID = client
  const before = Y.encodeStateVector(doc)
  doc.getText(name).insert(0, text)
  return Y.encodeStateAsUpdate(doc, before)
}

/** Text with a letter that claims to stand right of its end and left of its beginning: where it goes depends on who is asked. */
export function tangledText(): Uint8Array {
  const client = newClientId()
  return encoding.encode((encoder) => {
    for (const head of [1, 2, client, 0, 4, 1]) encoding.writeVarUint(encoder, head)
    for (const words of ['text', 'abc']) encoding.writeVarString(encoder, words)
    encoding.writeUint8(encoder, 0xc4)
    for (const number of [client, 2, client, 0]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, 'x')
    encoding.writeVarUint(encoder, 0)
  })
}

/** Deletions of one client's characters, in the order given: Yjs itself writes them in order and apart from each other. */
export function deletionsAsGiven(client: number, ranges: readonly { clock: number; length: number }[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const head of [0, 1, client, ranges.length]) encoding.writeVarUint(encoder, head)
    for (const { clock, length } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, length)
    }
  })
}

const HOLES_AN_EDIT = 4000

/**
 * Updates that write `letters` into a text of that name, and then delete every second one until there are so many holes,
 * each of them small enough for one edit.
 */
export function* updatesOfHoles(client: number, name: string, letters: number, holes: number): Generator<Uint8Array> {
  const doc = Object.assign(new Y.Doc(), { clientID: client })
  doc.getText(name).insert(0, 'x'.repeat(letters))
  yield Y.encodeStateAsUpdate(doc)
  const ranges = Array.from({ length: holes }, (_, at) => ({ clock: 2 * at, length: 1 }))
  for (let at = 0; at < holes; at += HOLES_AN_EDIT) yield deletionsAsGiven(client, ranges.slice(at, at + HOLES_AN_EDIT))
}

/** An edit of about so many bytes that builds on one which is never sent. */
export function pendingUpdate(bytes: number): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, 'never sent')
  const before = Y.encodeStateVector(doc)
  doc.getText('text').insert(10, 'p'.repeat(bytes))
  return Y.encodeStateAsUpdate(doc, before)
}

/** In Yjs’ v2 form, 27 bytes: some 10^14 structs, each of which costs a reader memory and none of which costs a byte. */
export function endlessV2(): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeUint8(encoder, 0)
    // Key clocks, clients (number 1), left and right clocks, infos (0 for ever), strings, parents, types.
    for (const column of [[], [1], [], [], [0], [0], [], []])
      encoding.writeVarUint8Array(encoder, Uint8Array.from(column))
    // Lengths: 1, again and again.
    encoding.writeVarUint8Array(encoder, Uint8Array.of(0x41, 0xff, 0xff, 0x7f))
    // One client with 2^49 - 1 structs, from clock 0.
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, 2 ** 49 - 1)
    encoding.writeVarUint(encoder, 0)
    encoding.writeVarUint(encoder, 0)
  })
}

/** One item that holds a plain value of lists in lists. */
export function deepAny(depth: number): Uint8Array {
  return itemInText(8, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    for (let level = 0; level < depth; level++) {
      encoding.writeUint8(encoder, 117)
      encoding.writeVarUint(encoder, 1)
    }
    encoding.writeUint8(encoder, 126)
  })
}

/** The same as JSON text, in the content that old versions of Yjs wrote. */
export function deepJson(depth: number): Uint8Array {
  return itemInText(2, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, '['.repeat(depth) + ']'.repeat(depth))
  })
}

/** Shared maps, each in the one before. */
export function deepTypes(depth: number): Uint8Array {
  const client = newClientId()
  return encoding.encode((encoder) => {
    for (const head of [1, depth, client, 0]) encoding.writeVarUint(encoder, head)
    for (let level = 0; level < depth; level++) {
      encoding.writeUint8(encoder, 7 | 0x20)
      encoding.writeVarUint(encoder, level === 0 ? 1 : 0)
      if (level === 0) encoding.writeVarString(encoder, 'deep')
      else for (const number of [client, level - 1]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'k')
      encoding.writeVarUint(encoder, 1)
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** One update of so many items, each a letter behind the one before, which Yjs would have joined. */
export function manyItems(count: number): Uint8Array {
  const client = newClientId()
  return encoding.encode((encoder) => {
    for (const head of [1, count, client, 0, 4, 1]) encoding.writeVarUint(encoder, head)
    for (const text of ['forged', 'a']) encoding.writeVarString(encoder, text)
    for (let clock = 0; clock < count - 1; clock++) {
      encoding.writeUint8(encoder, 0x84)
      for (const number of [client, clock]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, 'a')
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** A mark of format with so long a value, and then so many letters, before each of which another mark begins or ends. */
export function longFormat(bytes: number, letters: number): Uint8Array {
  const client = newClientId()
  return encoding.encode((encoder) => {
    let clock = 0
    const item = (content: number, ...words: string[]): void => {
      encoding.writeUint8(encoder, clock === 0 ? content : content | 0x80)
      if (clock === 0) encoding.writeVarUint(encoder, 1)
      if (clock === 0) encoding.writeVarString(encoder, 'forged')
      else for (const number of [client, clock - 1]) encoding.writeVarUint(encoder, number)
      for (const word of words) encoding.writeVarString(encoder, word)
      clock++
    }
    for (const head of [1, 1 + 2 * letters, client, 0]) encoding.writeVarUint(encoder, head)
    item(6, 'long', JSON.stringify('x'.repeat(bytes)))
    for (let letter = 0; letter < letters; letter++) {
      item(6, 'bold', letter % 2 === 0 ? 'true' : 'null')
      item(4, 'a')
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** One item that holds so many empty lists. */
export function manyLists(count: number): Uint8Array {
  return itemInText(8, (encoder) => {
    encoding.writeVarUint(encoder, count)
    for (let list = 0; list < count; list++) encoding.writeUint8Array(encoder, Uint8Array.of(117, 0))
  })
}

/** One item that holds so many values of a byte each. */
export function manyValues(count: number): Uint8Array {
  return itemInText(8, (encoder) => {
    encoding.writeVarUint(encoder, count)
    encoding.writeUint8Array(encoder, new Uint8Array(count).fill(126))
  })
}

/** One value: a list of so many nulls, or an object of so many keys. */
export function manyInner(count: number, kind: 'list' | 'object'): Uint8Array {
  return itemInText(8, (encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeUint8(encoder, kind === 'list' ? 117 : 118)
    encoding.writeVarUint(encoder, count)
    for (let at = 0; at < count; at++) {
      if (kind === 'object') encoding.writeVarString(encoder, `k${at}`)
      encoding.writeUint8(encoder, 126)
    }
  })
}

/**
 * Updates of so many marks of format behind each other, each of another name: in the text of an assessment, or in a paragraph
 * of one as schema 1 has it.
 */
export function* manyMarks(count: number, place: 'text' | 'paragraph' = 'text'): Generator<Uint8Array> {
  const client = newClientId()
  yield encoding.encode((encoder) => {
    for (const head of [1, 1, client, 0]) encoding.writeVarUint(encoder, head)
    if (place === 'text') writeFirstMark(encoder)
    else writeParagraph(encoder)
    encoding.writeVarUint(encoder, 0)
  })
  for (let clock = 1; clock <= count; clock += MARKS_AN_UPDATE) yield marksFrom(client, clock, place)
}

const MARKS_AN_UPDATE = 2000

function writeFirstMark(encoder: encoding.Encoder): void {
  for (const number of [6, 1]) encoding.writeVarUint(encoder, number)
  for (const word of ['text', 'mark-0', '1']) encoding.writeVarString(encoder, word)
}

function writeParagraph(encoder: encoding.Encoder): void {
  for (const number of [7, 1]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, 'assessment')
  encoding.writeVarUint(encoder, 6)
}

function marksFrom(client: number, from: number, place: 'text' | 'paragraph'): Uint8Array {
  return encoding.encode((encoder) => {
    for (const head of [1, MARKS_AN_UPDATE, client, from]) encoding.writeVarUint(encoder, head)
    for (let clock = from; clock < from + MARKS_AN_UPDATE; clock++) {
      // The first lies in the paragraph, and each other behind the one before.
      const isFirst = clock === 1 && place === 'paragraph'
      encoding.writeUint8(encoder, isFirst ? 6 : 0x86)
      for (const number of isFirst ? [0, client, 0] : [client, clock - 1]) encoding.writeVarUint(encoder, number)
      encoding.writeVarString(encoder, `mark-${clock}`)
      encoding.writeVarString(encoder, '1')
    }
    encoding.writeVarUint(encoder, 0)
  })
}

/** Values among the letters of a text, as lists hold them, in the content that old versions of Yjs wrote. */
export function jsonInText(root: string, values: readonly string[]): Uint8Array {
  return updateOf(newClientId(), 0, (encoder) => {
    for (const number of [2, 1]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, root)
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeVarString(encoder, value)
  })
}

/** An item whose object names its own prototype: Yjs takes it, and fails when it writes it. */
export function ownPrototype(): Uint8Array {
  return itemInText(8, (encoder) => {
    for (const number of [1, 118, 1]) encoding.writeVarUint(encoder, number)
    encoding.writeVarString(encoder, '__proto__')
    for (const number of [116, 1, 7]) encoding.writeVarUint(encoder, number)
  })
}

/** No structs of a client, from a clock on: as if all before it had been told. */
export function emptySection(clock: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const number of [1, 0, newClientId(), clock, 0]) encoding.writeVarUint(encoder, number)
  })
}

/** An awareness frame's payload that tells of so many clients. */
export function crowd(states: number): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, states)
    for (let client = 1; client <= states; client++) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarString(encoder, '{}')
    }
  })
}

export const newClientId = (): number => new Y.Doc().clientID

function itemInText(content: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  return updateOf(newClientId(), 0, (encoder) => {
    encoding.writeUint8(encoder, content)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, 'forged')
    write(encoder)
  })
}

/** One struct of one client, no deletions. */
function updateOf(client: number, clock: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  return encoding.encode((encoder) => {
    for (const head of [1, 1, client, clock]) encoding.writeVarUint(encoder, head)
    write(encoder)
    encoding.writeVarUint(encoder, 0)
  })
}

/** So many lists of one client, each a few bytes, side by side in a root from a clock on. */
export function manyTypes(client: number, clock: number, count: number): Uint8Array {
  return encoding.encode((encoder) => {
    for (const head of [1, count, client, clock]) encoding.writeVarUint(encoder, head)
    for (let at = clock; at < clock + count; at++) {
      encoding.writeUint8(encoder, at === 0 ? 7 : 0x87)
      if (at === 0) encoding.writeVarUint(encoder, 1)
      if (at === 0) encoding.writeVarString(encoder, 'types')
      else for (const number of [client, at - 1]) encoding.writeVarUint(encoder, number)
      encoding.writeVarUint(encoder, 0)
    }
    encoding.writeVarUint(encoder, 0)
  })
}
