/** Frames as a hostile or broken client may send them: good ones, and good ones spoiled in every way that a seed can draw. */
import { encodeDiverged, encodeMark, encodeSync } from '@briefboard/protocol'
import { between, pickFrom, randomItems, spoil, type Random } from '@briefboard/testkit'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export interface Material {
  /** Good updates, of the attackers' own making and of others. */
  updates: readonly Uint8Array[]
  /** What an honest one sees; items are put into it. */
  doc: Y.Doc
  /** Client ids of attackers. */
  hostile: readonly number[]
  /** Client ids of others. */
  honest: readonly number[]
}

/** One frame; the most of them carry an update. */
export function drawFrame(random: Random, material: Material): Uint8Array {
  const drawn = random()
  if (drawn < 0.8) return encodeSync(random() < 0.15 ? 1 : 2, drawUpdate(random, material))
  if (drawn < 0.9) return drawOther(random)
  const spoiled = spoil(random, random() < 0.5 ? drawOther(random) : encodeSync(2, drawUpdate(random, material)))
  const update = updateIn(spoiled)
  return deletesFrom(material.honest, update) ? spoiled.subarray(0, spoiled.length - 1) : spoiled
}

/** The bytes behind the head of a frame that carries an update; nothing if they are not as many as it says. */
function updateIn(frame: Uint8Array): Uint8Array {
  try {
    const decoder = decoding.createDecoder(frame)
    decoding.readVarUint(decoder)
    decoding.readVarUint(decoder)
    return decoding.readVarUint8Array(decoder)
  } catch {
    return new Uint8Array(0) // A server cannot read it either.
  }
}

function drawUpdate(random: Random, material: Material): Uint8Array {
  if (random() < 0.4) return drawItems(random, material)
  const update = pickFrom(random, material.updates)
  const spoiled = spoilUpdate(random, update, material)
  return deletesFrom(material.honest, spoiled) ? update.subarray(0, update.length - 1) : spoiled
}

/** Items that no editor makes, or might make; now and then under two client ids at once. */
function drawItems(random: Random, { doc, hostile }: Material): Uint8Array {
  const [one, two] = [pickFrom(random, hostile), pickFrom(random, hostile)]
  return randomItems(random, doc, one === two ? [one] : [one, two])
}

function spoilUpdate(random: Random, update: Uint8Array, { updates, hostile, honest }: Material): Uint8Array {
  const drawn = random()
  if (drawn < 0.2) return update
  if (drawn < 0.3) return rename(random, update, [...hostile, ...honest])
  if (drawn < 0.4) return splice(random, update, pickFrom(random, updates))
  return spoil(random, update)
}

/** Whoever may write may also delete what others wrote; since that is no attack, it is left out. */
function deletesFrom(honest: readonly number[], update: Uint8Array): boolean {
  try {
    return honest.some((client) => Y.decodeUpdate(update).ds.clients.has(client))
  } catch {
    return false // It cannot be read, so nothing can be deleted with it.
  }
}

/** Somebody else's id wherever one stood. */
function rename(random: Random, update: Uint8Array, clients: readonly number[]): Uint8Array {
  const before = varUint(pickFrom(random, clients))
  const after = varUint(pickFrom(random, clients))
  let renamed = Buffer.from(update)
  for (let at = renamed.indexOf(before); at !== -1; at = renamed.indexOf(before, at + after.length)) {
    renamed = Buffer.concat([renamed.subarray(0, at), after, renamed.subarray(at + before.length)])
  }
  return renamed
}

function splice(random: Random, one: Uint8Array, two: Uint8Array): Uint8Array {
  return joined(one.subarray(0, between(random, 0, one.length)), two.subarray(between(random, 0, two.length)))
}

/** Everything that is no edit: questions, presence, marks, and what only a server says. */
function drawOther(random: Random): Uint8Array {
  const bytes = randomBytes(random, between(random, 0, 40))
  switch (between(random, 0, 7)) {
    case 0:
      return encodeSync(0, bytes)
    case 1:
      return encodeSync(0, Uint8Array.of(0))
    case 2:
      return presence(random)
    case 3:
      return Uint8Array.of(3)
    case 4:
      return encodeMark(between(random, 0, 2 ** 31))
    case 5:
      return encodeDiverged(String(random()))
    case 6:
      return joined(Uint8Array.of(between(random, 0, 127)), bytes)
    default:
      return bytes
  }
}

function presence(random: Random): Uint8Array {
  const state = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, between(random, 0, 3))
    encoding.writeVarUint(encoder, between(random, 0, 2 ** 31))
    encoding.writeVarUint(encoder, between(random, 0, 2 ** 20))
    encoding.writeVarString(encoder, pickFrom(random, ['null', '{}', '{"card":"x"}', '[', '7', '{"__proto__":{}}']))
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(encoder, random() < 0.5 ? state : spoil(random, state))
  })
}

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts)
const varUint = (number: number): Uint8Array => encoding.encode((encoder) => encoding.writeVarUint(encoder, number))
const randomBytes = (random: Random, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => between(random, 0, 255))
