/** Figures in the text of a document, and which of them no card has taken up yet. */
import type { FoundFigure } from '@briefboard/protocol'
import { finished, type Steps } from './doc/steps.ts'
import type { Figure } from './model.ts'

/** What is needed of a document that was read: packages/reports has its whole form. */
interface ReadText {
  paragraphs: readonly { number: number | null; text: string }[]
  notes: readonly { marker: string; text: string }[]
  figures: readonly {
    low: number | null
    high: number | null
    unit: string
    period: string | null
    basis: string | null
    qualifier: string
    from: { paragraph: number | null; note: string | null }
    at: readonly [number, number]
  }[]
}

/** How much of the text stands around the number. */
const AROUND = 160

/** One after the other: a text may have a million of them, and whoever has enough takes no more. */
export function* figuresIn(symbol: string, { paragraphs, notes, figures }: ReadText): Generator<FoundFigure> {
  const textOf = new Map(paragraphs.map(({ number, text }) => [number, text]))
  const noteOf = new Map(notes.map(({ marker, text }) => [marker, text]))
  for (const { low, high, unit, period, basis, qualifier, from, at } of figures) {
    const text = (from.note === null ? textOf.get(from.paragraph) : noteOf.get(from.note)) ?? ''
    yield { symbol, ...from, low, high, unit, period, basis, qualifier, ...passageOf(text, at) }
  }
}

/** Those that no figure of the board cites from the same paragraph with the same numbers. */
export const figuresNotTaken = (taken: readonly TakenFigure[], found: readonly FoundFigure[]): FoundFigure[] =>
  finished(notTakenSteps(taken, found))

type TakenFigure = Pick<Figure, 'low' | 'high' | 'citation'>

/** The same in steps: there may be ten thousand of both. */
export function* notTakenSteps(taken: readonly TakenFigure[], found: readonly FoundFigure[]): Steps<FoundFigure[]> {
  const known = new Set<string>()
  for (const { citation, low, high } of taken) {
    yield
    known.add(keyOf({ ...citation, low, high }))
  }
  const open: FoundFigure[] = []
  for (const one of found) {
    yield
    if (!known.has(keyOf(one))) open.push(one)
  }
  return open
}

/** "As much as 500" may have been written with one end or with two; the numbers are the same. */
const keyOf = ({ symbol, paragraph, low, high }: Pick<FoundFigure, 'symbol' | 'paragraph' | 'low' | 'high'>): string =>
  `${symbol}:${paragraph}:${[...new Set([low, high])]
    .filter((end) => end !== null)
    .toSorted((a, b) => a - b)
    .join('-')}`

function passageOf(text: string, [from, to]: readonly [number, number]): Pick<FoundFigure, 'passage' | 'at'> {
  const start = from <= AROUND ? 0 : afterSpace(text, from - AROUND)
  const end = to + AROUND >= text.length ? text.length : beforeSpace(text, to + AROUND)
  const before = start > 0 ? '… ' : ''
  const after = end < text.length ? ' …' : ''
  const shift = before.length - start
  return { passage: `${before}${text.slice(start, end)}${after}`, at: [from + shift, to + shift] }
}

const afterSpace = (text: string, at: number): number => at + Math.max(0, text.slice(at, at + 30).indexOf(' ')) + 1
const beforeSpace = (text: string, at: number): number => {
  const found = text.lastIndexOf(' ', at)
  return found < at - 30 ? at : found
}
