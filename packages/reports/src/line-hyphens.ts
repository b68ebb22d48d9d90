/** Joins the lines of a text; a word that was broken at a line's end is made whole where that is sure. */
import type { Repair } from './model.ts'
import { cut, join, spansOf, splice, type TracedText } from './traced-text.ts'
import { isKnown, wordKind, type WordCounts } from './word-counts.ts'

export interface Part {
  text: TracedText
  /** What separates it from the part before: a space, or a line feed where the author began a new line. */
  separator: ' ' | '\n'
  line: number
}

export function joinLines(parts: readonly Part[], counts: WordCounts): { text: TracedText; repairs: Repair[] } {
  const repairs: Repair[] = []
  const joined: { text: TracedText; separator: string }[] = []
  for (const part of parts) {
    const before = joined.at(-1)
    const broken = before === undefined || part.separator === '\n' ? null : brokenWord(before.text.text, part.text.text)
    if (before === undefined || broken === null) {
      joined.push({ text: part.text, separator: part.separator })
      continue
    }
    const { drop, repair } = decide(broken, counts)
    const end = before.text.text.length
    if (drop) before.text = dropHyphen(before.text, end, repair)
    if (repair !== null) repairs.push({ ...repair, line: part.line - 1 })
    joined.push({ text: part.text, separator: broken.list ? ' ' : '' })
  }
  return { text: join(joined), repairs }
}

interface Broken {
  first: string
  second: string
  /** "short- and long-term": the hyphen ends a word that is left out. */
  list: boolean
}

function brokenWord(before: string, after: string): Broken | null {
  if (!/[-\u00ad‐]$/.test(before)) return null
  const first = /(?<![\p{L}\d’]|[\p{L}\d’]-)([\p{L}\d’]+(?:-[\p{L}\d’]+)*)[-\u00ad‐]$/u.exec(before)?.[1]
  const second = /^[\p{L}\d’]+/u.exec(after)?.[0]
  if (first === undefined || second === undefined) return null
  return { first, second, list: /^(?:and|or|to|but)$/.test(second) }
}

function decide({ first, second, list }: Broken, counts: WordCounts): { drop: boolean; repair: Repair | null } {
  const kept = { drop: false, repair: null }
  if (list || /^\p{Lu}/u.test(second)) return kept
  const last = first.split('-').at(-1) ?? first
  const isCompound = counts.words.has(`${first}-${second}`.toLowerCase())
  const isWhole = isKnown(counts, last + second)
  const halves = [wordKind(counts, last), wordKind(counts, second)]
  const isBroken = isWhole || (halves.includes('impossible') && !halves.includes('word'))
  if (isCompound || !isBroken) return kept
  return {
    drop: true,
    repair: { kind: 'line-hyphen', line: 0, before: `${first}- ${second}`, after: first + second, spans: [] },
  }
}

function dropHyphen(text: TracedText, end: number, repair: Repair | null): TracedText {
  repair?.spans.push(...spansOf(cut(text, end - 1, end).at))
  return splice(text, end - 1, end)
}
