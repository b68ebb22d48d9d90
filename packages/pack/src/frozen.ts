/** What a pack is built from, as bytes: as it was at that moment, whatever becomes of the board, and lighter than its objects. */
import { Deserializer, Serializer } from 'node:v8'
import type { Card, Figure, Report, Steps } from '@briefboard/board'
import type { PackInput } from './pack.ts'

/** The hash of the board's state is worked out where the pack is built: it takes as long as reading all of it. */
export type FrozenInput = Omit<PackInput, 'boardState'>

/** In steps: a board at its limits takes a sixth of a second. */
export function* freezeSteps({ board, reports, ...input }: FrozenInput): Steps<Uint8Array> {
  const serializer = new Serializer()
  serializer.writeHeader()
  serializer.writeValue({ ...input, board: { ...board, cards: [], figures: [] } })
  yield* writeAll(serializer, board.cards)
  yield* writeAll(serializer, board.figures)
  serializer.writeUint32(reports.length)
  for (const report of reports) {
    serializer.writeValue({ ...report, paragraphs: [] })
    yield* writeAll(serializer, report.paragraphs)
  }
  return serializer.releaseBuffer()
}

/** Of what `freezeSteps` gave. */
export function thawed(frozen: Uint8Array): FrozenInput {
  const deserializer = new Deserializer(frozen)
  deserializer.readHeader()
  // What was written comes in its order, in its form.
  const input = deserializer.readValue() as FrozenInput
  const board = { ...input.board, cards: readAll<Card>(deserializer), figures: readAll<Figure>(deserializer) }
  const reports = Array.from({ length: deserializer.readUint32() }, (): Report => ({
    ...(deserializer.readValue() as Report),
    paragraphs: readAll(deserializer),
  }))
  return { ...input, board, reports }
}

function* writeAll(serializer: Serializer, values: readonly unknown[]): Steps<void> {
  serializer.writeUint32(values.length)
  for (const value of values) {
    serializer.writeValue(value)
    yield
  }
}

const readAll = <T>(deserializer: Deserializer): T[] =>
  Array.from({ length: deserializer.readUint32() }, () => deserializer.readValue() as T)
