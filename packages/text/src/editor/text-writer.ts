/** Writes what was changed in a document into its text, and nothing that was not. */
import * as Y from 'yjs'
import { isSameFormat, newMarker, PARAGRAPH, writeFormat, type BlockFormat } from '../block-format.ts'
import { formatsFor, hasSameMarks, isMarkName, PLAIN } from '../marks.ts'
import { beginsUnmarked } from '../read.ts'
import { setFormat, unitsOf } from '../units.ts'
import { commonEnds, type Stretch } from './stretch.ts'

/**
 * Units are counted as if each block had a marker; where the first one has none, all stand one earlier in the text. It gets
 * one as soon as something depends on it. All calls belong into one transaction of the text's document.
 */
export class TextWriter {
  readonly #text: Y.Text
  #isUnmarked: boolean

  constructor(text: Y.Text) {
    this.#text = text
    this.#isUnmarked = beginsUnmarked(text)
  }

  /** Makes what stands from a unit on, `before`, into `after`. */
  replace(at: number, before: Stretch, after: Stretch): void {
    const ends = commonEnds(before, after)
    const [oldEnd, newEnd] = [before.letters.length - ends.after, after.letters.length - ends.after]
    // From the end to the beginning, so that places before it stay what they are.
    this.#changeLooks(at + oldEnd, ends.after, before, oldEnd, after, newEnd)
    this.#insert(at + oldEnd, after, ends.before, newEnd)
    this.#delete(at + ends.before, oldEnd - ends.before)
    this.#changeLooks(at, ends.before, before, 0, after, 0)
  }

  /** To be called when all is written: a document with several blocks of which the first is empty has a marker for it. */
  finish(blocks: { first: BlockFormat; isFirstEmpty: boolean; count: number }): void {
    if (!this.#isUnmarked) return
    if (!isSameFormat(blocks.first, PARAGRAPH) || (blocks.isFirstEmpty && blocks.count > 1)) this.#mark(blocks.first)
  }

  #place(unit: number): number {
    return this.#isUnmarked ? Math.max(0, unit - 1) : unit
  }

  #mark(format: BlockFormat): void {
    this.#text.insertEmbed(0, newMarker(format), Object.fromEntries(formatsBefore(this.#text, 0)))
    this.#isUnmarked = false
  }

  #delete(unit: number, length: number): void {
    if (length === 0) return
    const from = this.#place(unit)
    const to = this.#place(unit + length)
    if (to > from) this.#text.delete(from, to - from)
    // What comes first now may be a marker, or letters that have lost theirs.
    if (unit === 0) this.#isUnmarked = beginsUnmarked(this.#text)
  }

  #insert(unit: number, stretch: Stretch, from: number, to: number): void {
    if (to <= from) return
    // What stands before the first block makes it the second, which needs a marker to be one.
    if (unit === 0 && this.#isUnmarked) this.#mark(PARAGRAPH)
    const place = this.#place(unit)
    const around = formatsBefore(this.#text, place)
    // Formats that this version does not know go on into what is written among them.
    const inherited = Object.fromEntries([...around].filter(([name]) => !isMarkName(name)))
    const pieces: Piece[] = []
    for (let at = from; at < to;) {
      const thing = stretch.things.get(at)
      const end = thing === undefined ? endOfRun(stretch, at, to) : at + 1
      pieces.push(
        thing?.kind === 'block'
          ? { insert: newMarker(thing.format), attributes: Object.fromEntries(around) }
          : {
              insert: thing === undefined ? stretch.letters.slice(at, end) : embedOf(thing),
              attributes: { ...inherited, ...formatsFor(stretch.marks[at] ?? PLAIN) },
            },
      )
      at = end
    }
    // In one go: Yjs looks for a place from the beginning of the text. What it calls sanitized keeps a line break at the end.
    this.#text.applyDelta([...(place > 0 ? [{ retain: place }] : []), ...pieces], { sanitize: true })
  }

  #changeLooks(unit: number, count: number, before: Stretch, from: number, after: Stretch, to: number): void {
    for (let at = count - 1; at >= 0; at--) {
      const [old, now] = [before.things.get(from + at), after.things.get(to + at)]
      if (old?.kind === 'block' && now?.kind === 'block') {
        if (!isSameFormat(old.format, now.format)) this.#setFormat(unit + at, old.format, now.format)
        continue
      }
      const [oldMarks, newMarks] = [before.marks[from + at] ?? PLAIN, after.marks[to + at] ?? PLAIN]
      if (hasSameMarks(oldMarks, newMarks)) continue
      let first = at
      while (first > 0 && before.marks[from + first - 1] === oldMarks && after.marks[to + first - 1] === newMarks)
        first--
      this.#text.format(this.#place(unit + first), at - first + 1, formatsFor(newMarks, oldMarks))
      at = first
    }
  }

  #setFormat(unit: number, from: BlockFormat, to: BlockFormat): void {
    if (unit === 0 && this.#isUnmarked) return this.#mark(to)
    const marker = markerAt(this.#text, this.#place(unit))
    if (marker !== null) writeFormat(marker, from, to)
  }
}

interface Piece {
  insert: string | object
  attributes: Record<string, unknown>
}

const embedOf = (thing: { embed: object | null; words?: string }): object =>
  thing.embed ?? { unknown: thing.words ?? '' }

function endOfRun({ things, marks }: Stretch, from: number, to: number): number {
  let end = from + 1
  while (end < to && !things.has(end) && marks[end] === marks[from]) end++
  return end
}

/** The formats that are in force left of a place. */
function formatsBefore(text: Y.Text, place: number): ReadonlyMap<string, unknown> {
  const formats = new Map<string, unknown>()
  let left = place
  for (let item = text._start; item !== null && left > 0; item = item.right) {
    if (item.deleted) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) setFormat(formats, content)
    else if (item.countable) left -= item.length
  }
  return formats
}

function markerAt(text: Y.Text, place: number): Y.Map<unknown> | null {
  let at = 0
  for (const unit of unitsOf(text)) {
    if (unit === null) continue
    if (at === place) return unit.kind === 'block' ? unit.marker : null
    at += unit.units
    if (at > place) return null
  }
  return null
}
