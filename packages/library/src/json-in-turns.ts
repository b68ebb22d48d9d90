/** JSON of something large, written in turns: a board at its limits takes a tenth of a second, in which nobody else is served. */
import { inTurns } from './turns.ts'

/** So many characters are written in one go, or so few that are left; half a millisecond. */
const AT_ONCE = 50_000

/** As `JSON.stringify` writes it; of plain data, as a board is. */
export const jsonInTurns = (value: object): Promise<string> => inTurns(jsonSteps(value))

export function* jsonSteps(value: object): Generator<void, string> {
  const pieces: string[] = []
  for (const piece of jsonPieces(value)) {
    pieces.push(piece)
    yield
  }
  return pieces.join('')
}

/** The same in pieces, none of which takes long: what is large is taken apart, however deep it lies. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (leftAfter(value, AT_ONCE) >= 0) yield JSON.stringify(value) ?? 'null'
  else yield* largePieces(value)
}

function* largePieces(value: unknown): Generator<string> {
  if (typeof value === 'string') yield* piecesOfString(value)
  else if (Array.isArray(value)) yield* piecesOfList(value)
  // Whatever else is that large has entries.
  else yield* piecesOfObject(value as object)
}

/** What is left of so many characters when the value is written; below 0, and not looked at to its end, if it is larger. */
function leftAfter(value: unknown, characters: number): number {
  if (typeof value === 'string') return characters - value.length
  if (typeof value !== 'object' || value === null) return characters - 1
  let left = characters - 1
  if (Array.isArray(value)) {
    for (const one of value) if ((left = leftAfter(one, left)) < 0) return left
    return left
  }
  // Twice as fast as over its entries.
  for (const key in value) if ((left = leftAfter((value as Record<string, unknown>)[key], left - key.length)) < 0) break
  return left
}

/** Small neighbours are written together: a list may have a hundred thousand of them. */
function* piecesOfList(list: readonly unknown[]): Generator<string> {
  let separator = '['
  let from = 0
  let left = AT_ONCE
  for (let at = 0; at < list.length; at++) {
    left = leftAfter(list[at], left)
    if (left >= 0) continue
    if (at > from) {
      yield separator + withoutEnds(JSON.stringify(list.slice(from, at)))
      separator = ','
    }
    left = leftAfter(list[at], AT_ONCE)
    from = at
    if (left >= 0) continue
    yield separator
    yield* largePieces(list[at])
    separator = ','
    from = at + 1
    left = AT_ONCE
  }
  if (from < list.length) yield separator + withoutEnds(JSON.stringify(list.slice(from)))
  yield ']'
}

function* piecesOfObject(value: object): Generator<string> {
  let written = '{'
  let separator = ''
  for (const [key, one] of Object.entries(value)) {
    // JSON has no word for it.
    if (one === undefined) continue
    written += `${separator}${JSON.stringify(key)}:`
    separator = ','
    const isSmall = leftAfter(one, AT_ONCE) >= 0
    if (isSmall) written += JSON.stringify(one) ?? 'null'
    if (isSmall && written.length < AT_ONCE) continue
    yield written
    written = ''
    if (!isSmall) yield* largePieces(one)
  }
  yield `${written}}`
}

function* piecesOfString(text: string): Generator<string> {
  yield '"'
  for (let from = 0; from < text.length;) {
    const to = afterCharacter(text, from + AT_ONCE)
    yield withoutEnds(JSON.stringify(text.slice(from, to)))
    from = to
  }
  yield '"'
}

/** JSON writes each half of a character that was cut in two as an escape. */
const afterCharacter = (text: string, at: number): number => ((text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at)

const withoutEnds = (json: string): string => json.slice(1, -1)
