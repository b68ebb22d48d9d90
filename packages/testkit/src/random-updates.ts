/** Yjs v1 updates put together field by field: most of them of sound form, each field drawn with a mind of its own. */
import * as encoding from 'lib0/encoding'
import { HOSTILE_NUMBERS } from './hostile-numbers.ts'
import { between, pickFrom, type Random } from './random.ts'

type Encoder = encoding.Encoder

export function randomUpdate(random: Random): Uint8Array {
  return encoding.encode((encoder) => {
    const clients = between(random, 0, 3)
    number(encoder, random, clients)
    for (let client = 0; client < clients; client++) writeSection(encoder, random, client)
    writeDeletions(encoder, random)
    if (random() < 0.01) encoding.writeUint8(encoder, 0)
  })
}

function writeSection(encoder: Encoder, random: Random, client: number): void {
  const structs = between(random, 0, 4)
  number(encoder, random, structs)
  number(encoder, random, random() < 0.9 ? client + 1 : between(random, 1, 3))
  number(encoder, random, random() < 0.9 ? 0 : between(random, 0, 9))
  for (let struct = 0; struct < structs; struct++) writeStruct(encoder, random)
}

/** Now and then what stands there is no number of the form that is due. */
function number(encoder: Encoder, random: Random, value: number): void {
  if (random() < 0.997) encoding.writeVarUint(encoder, value)
  else encoding.writeUint8Array(encoder, pickFrom(random, HOSTILE_NUMBERS)[1])
}

const CONTENTS = [0, 1, 2, 2, 3, 4, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 8]

function writeStruct(encoder: Encoder, random: Random): void {
  const content = random() < 0.98 ? pickFrom(random, CONTENTS) : between(random, 0, 31)
  const [hasLeft, hasRight, hasKey] = [random() < 0.3, random() < 0.2, random() < 0.3]
  const flags = (hasLeft ? 0x80 : 0) | (hasRight ? 0x40 : 0) | (hasKey ? 0x20 : 0)
  encoding.writeUint8(encoder, content | (content === 0 || content === 10 ? pickFrom(random, [0, 0, 0, flags]) : flags))
  if (content === 0 || content === 10) return number(encoder, random, between(random, 0, 3))
  if (hasLeft) writeId(encoder, random)
  if (hasRight) writeId(encoder, random)
  if (!hasLeft && !hasRight) writeParent(encoder, random, hasKey)
  writeContent(encoder, random, content)
}

function writeParent(encoder: Encoder, random: Random, hasKey: boolean): void {
  const isRoot = random() < 0.8
  number(encoder, random, isRoot ? 1 : between(random, 0, 2))
  if (isRoot) text(encoder, random)
  else writeId(encoder, random)
  if (hasKey) text(encoder, random)
}

function writeId(encoder: Encoder, random: Random): void {
  number(encoder, random, between(random, 1, 3))
  number(encoder, random, between(random, 0, 5))
}

function writeContent(encoder: Encoder, random: Random, content: number): void {
  switch (content) {
    case 1:
      return number(encoder, random, between(random, 0, 3))
    case 2:
      return many(encoder, random, () =>
        random() < 0.2 ? encoding.writeVarString(encoder, 'undefined') : json(encoder, random),
      )
    case 3:
      return encoding.writeVarUint8Array(encoder, new Uint8Array(between(random, 0, 4)))
    case 4:
      return text(encoder, random)
    case 5:
      return json(encoder, random)
    case 6:
      text(encoder, random)
      return json(encoder, random)
    case 7:
      return writeType(encoder, random)
    default:
      return many(encoder, random, () => any(encoder, random, 0))
  }
}

function writeType(encoder: Encoder, random: Random): void {
  const type = between(random, 0, 7)
  number(encoder, random, type)
  if (type === 3 || type === 5) text(encoder, random)
}

function many(encoder: Encoder, random: Random, write: () => void): void {
  const count = between(random, 0, 3)
  number(encoder, random, count)
  for (let left = count; left > 0; left--) write()
}

const TEXTS = ['', 'a', 'ab', 'ünï', '🦊', '\ufeff', '\u0000', '__proto__', 'undefined', '["]]]"]', 'x'.repeat(200)]

function text(encoder: Encoder, random: Random): void {
  if (random() < 0.98) return encoding.writeVarString(encoder, pickFrom(random, TEXTS))
  // No UTF-8: a head without its tail, a surrogate, a byte that never stands there.
  encoding.writeVarUint8Array(encoder, Uint8Array.from(pickFrom(random, [[0xc3], [0xed, 0xa0, 0x80], [0xff, 0x41]])))
}

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
const JSONS = [
  '1',
  '-0',
  'null',
  '"t"',
  '{"a":[{}]}',
  '{"__proto__":1}',
  '1e999',
  '["]]]",[[[]]]]',
  '"\\"]"',
  deep(100),
]
const NO_JSONS = ['', '{', "'", 'nul', '1.', '["]', deep(101), `["${']'.repeat(300)}",${deep(250)}]`]

const json = (encoder: Encoder, random: Random): void =>
  encoding.writeVarString(encoder, pickFrom(random, random() < 0.97 ? JSONS : NO_JSONS))

function any(encoder: Encoder, random: Random, depth: number): void {
  const form = random() < 0.99 ? between(random, 116, 127) : between(random, 0, 255)
  encoding.writeUint8(encoder, form)
  const inner = (): void => (depth < 4 ? any(encoder, random, depth + 1) : encoding.writeUint8(encoder, 126))
  switch (form) {
    case 125:
      return random() < 0.9
        ? encoding.writeVarInt(encoder, between(random, -1000, 1000) * 2 ** between(random, 0, 40))
        : encoding.writeUint8Array(encoder, Uint8Array.of(0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01))
    case 124:
      return encoding.writeUint8Array(encoder, new Uint8Array(4).fill(between(random, 0, 255)))
    case 123:
    case 122:
      return encoding.writeUint8Array(encoder, new Uint8Array(8).fill(between(random, 0, 255)))
    case 119:
      return text(encoder, random)
    case 118:
      return many(encoder, random, () => {
        text(encoder, random)
        inner()
      })
    case 117:
      return many(encoder, random, inner)
    case 116:
      return encoding.writeVarUint8Array(encoder, new Uint8Array(between(random, 0, 3)))
    default:
      return undefined
  }
}

function writeDeletions(encoder: Encoder, random: Random): void {
  const clients = random() < 0.6 ? 0 : between(random, 1, 2)
  number(encoder, random, clients)
  for (let client = 0; client < clients; client++) {
    const ranges = between(random, 0, 3)
    number(encoder, random, random() < 0.9 ? client + 1 : 1)
    number(encoder, random, ranges)
    let clock = 0
    for (let range = 0; range < ranges; range++) {
      const length = between(random, 0, 2)
      number(encoder, random, random() < 0.9 ? clock : 0)
      number(encoder, random, length)
      clock += length + between(random, 0, 2)
    }
  }
}
