/** Finds a paragraph whose number stands inside a line: text from the web or from OCR may have lost its line breaks. */
import { withoutLines, type Line } from './lines.ts'
import type { Repair } from './model.ts'
import { paragraphChain, type NumberedLine } from './numbering.ts'
import { cut, trim } from './traced-text.ts'

/** The chain of numbered paragraphs, after lines were split where a number that is missing stands in their midst. */
export function splitAtMissingNumbers(
  lines: readonly Line[],
  repairs: Repair[],
): { lines: Line[]; chain: NumberedLine[] } {
  const chain = paragraphChain(lines)
  const split = chain.length === 0 ? fromTheFirst(lines) : behindTheFound(lines, chain)
  if (split.length === 0) return { lines: [...lines], chain }
  const whole = lines.flatMap((line, index) =>
    piecesOf(
      line,
      split.filter((one) => one.index === index),
      repairs,
    ),
  )
  return { lines: withoutLines(whole, new Set()), chain: paragraphChain(whole) }
}

interface Split {
  index: number
  at: number
  number: number
}

/** A text without line breaks has all its numbers inside lines; three that follow each other are the least to go by. */
function fromTheFirst(lines: readonly Line[]): Split[] {
  const splits = splitsBehind(lines, 0, lines.length, 1, Infinity)
  return splits.length >= 3 ? splits : []
}

function behindTheFound(lines: readonly Line[], chain: readonly NumberedLine[]): Split[] {
  return chain.flatMap(({ index, number }, place) => {
    const next = chain[place + 1]
    if (next?.number === number + 1) return []
    return splitsBehind(lines, index, next?.index ?? lines.length, number + 1, next?.number ?? Infinity)
  })
}

/** One missing number after the other, as long as each is found behind the one before. */
function splitsBehind(lines: readonly Line[], from: number, to: number, first: number, before: number): Split[] {
  const splits: Split[] = []
  let number = first
  for (let index = from; index < to && number < before; index++) {
    const text = lines[index]?.text.text ?? ''
    for (let at = 0; number < before; number++) {
      const found = placeOf(text, number, at)
      if (found < 0) break
      if (found > 0) splits.push({ index, at: found, number })
      at = found + `${number}. `.length
    }
  }
  return splits
}

/** "see article 13. The": cited, no paragraph's number. */
const CITED =
  /(?:\b(?:paras?|paragraphs?|arts?|articles?|annex|chapter|section|nos?|rule|resolution|of|and|to|in)\.?|[-–—/$(\d])\s*$/i

/** Where the number begins a paragraph: the next place where it stands before a capital letter and is not cited. */
function placeOf(text: string, number: number, at: number): number {
  const form = new RegExp(String.raw`(?<=^|\s)${number}\.\s+(?=[“"‘'(]?\p{Lu})`, 'gu')
  form.lastIndex = at
  for (const { index } of text.matchAll(form)) if (!CITED.test(text.slice(Math.max(0, index - 20), index))) return index
  return -1
}

function piecesOf(line: Line, splits: readonly Split[], repairs: Repair[]): Line[] {
  const borders = [0, ...splits.map(({ at }) => at), line.text.text.length]
  for (const { at, number } of splits) {
    const around = line.text.text.slice(Math.max(0, at - 12), at + 16)
    repairs.push({
      kind: 'paragraph-number',
      line: line.number,
      before: around,
      after: `paragraph ${number} begins`,
      spans: [],
    })
  }
  return borders.slice(0, -1).map((border, index) => {
    const text = trim(cut(line.text, border, borders[index + 1]))
    return index === 0 ? { ...line, text } : { ...line, text, gapBefore: true, interrupted: false }
  })
}
