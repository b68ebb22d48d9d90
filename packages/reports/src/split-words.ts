/** Words and marks that PDF text has pushed apart with a space are joined again, where that is sure. */
import type { Repair } from './model.ts'
import { spliceAll, type TracedText } from './traced-text.ts'
import { isKnown, wordKind, type WordCounts } from './word-counts.ts'

interface Mend {
  kind: Repair['kind']
  from: number
  to: number
  insert: string
  before: string
  after: string
}

/** Where in the source a character stands: 1-based line. */
export type LineOf = (offset: number) => number

/** The text mended, and each repair with its line. Typing errors of the author stay. */
export function mendSplits(
  whole: TracedText,
  counts: WordCounts,
  lineOf: LineOf,
): { text: TracedText; repairs: Repair[] } {
  const mends = [...punctuation(whole.text), ...splitWords(whole.text, counts), ...lostHyphens(whole.text, counts)]
    .sort((a, b) => a.from - b.from)
    .filter((mend, index, all) => index === 0 || mend.from >= (all[index - 1]?.to ?? 0))
  const text = spliceAll(whole, mends)
  const repairs = mends.map(({ kind, from, before, after }) => {
    const line = lineOf(
      whole.at.slice(0, from).findLast((offset) => offset >= 0) ?? whole.at.find((at) => at >= 0) ?? 0,
    )
    return { kind, line, before, after, spans: [] }
  })
  return { text, repairs }
}

/** A space before a comma or an apostrophe's ending, behind an opening bracket, or before the hyphen of a compound. */
const STRAY_SPACES: RegExp[] = [
  /(?<=[\p{L}\d)”]) +(?=[,;](?:\s|$))/gu,
  /(?<=\() +(?=[\p{L}\d])/gu,
  /(?<=\p{L}) +(?=’(?:s|esh)\b)/gu,
  /(?<=\p{L}) +(?=-\p{L})/gu,
  /(?<=\b\p{Lu}) +(?=-\d)/gu,
]

function punctuation(text: string): Mend[] {
  return STRAY_SPACES.flatMap((form) =>
    [...text.matchAll(form)].map((found) => {
      const [from, to] = [found.index, found.index + found[0].length]
      const start = /\S*$/.exec(text.slice(0, from))?.[0] ?? ''
      const end = /^\S*/.exec(text.slice(to))?.[0] ?? ''
      return {
        kind: 'split-punctuation' as const,
        from,
        to,
        insert: '',
        before: start + found[0] + end,
        after: start + end,
      }
    }),
  )
}

/** "A B order": a letter behind one of these is a name, not the first letter of the next word. */
const LETTERED =
  /\b(?:annex|appendix|group|part|section|category|table|figure|type|class|phase|plan|option|schedule)\s$/i

interface Pair {
  first: string
  second: string
  from: number
  /** Where the space is. */
  space: number
  to: number
  isKnown: boolean
}

function splitWords(text: string, counts: WordCounts): Mend[] {
  const pairs: Pair[] = []
  for (const { 0: first, index } of text.matchAll(/(?<![\p{L}\d’'/-])\p{L}+(?= \p{Ll})/gu)) {
    const space = index + first.length
    const second = /^ (\p{Ll}+)(?![\p{L}\d])/u.exec(text.slice(space, space + 40))?.[1]
    if (second === undefined || !isSplit(first, second, counts)) continue
    if (first.length === 1 && LETTERED.test(text.slice(Math.max(0, index - 12), index))) continue
    pairs.push({
      first,
      second,
      from: index,
      space,
      to: space + 1 + second.length,
      isKnown: isKnown(counts, first + second),
    })
  }
  return withoutRivals(pairs).map(({ first, second, space }) => {
    return {
      kind: 'split-word',
      from: space,
      to: space + 1,
      insert: '',
      before: `${first} ${second}`,
      after: first + second,
    }
  })
}

/** "in a re gional": of "are" and "regional" the longer is meant; and a word that stands elsewhere before one that does not. */
function withoutRivals(pairs: readonly Pair[]): Pair[] {
  const accepted: Pair[] = []
  const byWorth = [...pairs].sort((a, b) => Number(b.isKnown) - Number(a.isKnown) || b.to - b.from - (a.to - a.from))
  for (const pair of byWorth)
    if (accepted.every((other) => pair.to <= other.from || pair.from >= other.to)) accepted.push(pair)
  return accepted
}

/** Sure: the whole stands elsewhere and the halves cannot both be meant, or the first half is no word nor the second one. */
function isSplit(first: string, second: string, counts: WordCounts): boolean {
  if (/^\p{Lu}{2}/u.test(first)) return false
  if (!isKnown(counts, first + second))
    return (
      /^[a-z]{2,3}$/.test(first) && wordKind(counts, first) === 'impossible' && wordKind(counts, second) === 'unknown'
    )
  const halves = [wordKind(counts, first), wordKind(counts, second)]
  return halves.includes('impossible') || (halves.includes('unknown') && !halves.includes('word'))
}

/** "SouthEast": a hyphen that a line's end has swallowed, where the compound stands elsewhere with it. */
function lostHyphens(text: string, counts: WordCounts): Mend[] {
  return [...text.matchAll(/\b(\p{Lu}\p{Ll}{2,})(\p{Lu}\p{Ll}{2,})\b/gu)].flatMap(
    ({ 0: before, 1: first = '', 2: second = '', index }) => {
      const after = `${first}-${second}`
      if ((counts.words.get(after.toLowerCase()) ?? 0) < 2) return []
      const place = index + first.length
      return [{ kind: 'lost-hyphen' as const, from: place, to: place, insert: '-', before, after }]
    },
  )
}
