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
