/** The tree of sections: each heading finds its parent by the kind of its label, whatever level the form gave it. */
import type { ReadSection } from './model.ts'
import { traceOf, type TracedText } from './traced-text.ts'
import type { Span } from './model.ts'

export type HeadingKind = 'roman' | 'letter' | 'arabic' | 'plain'

export interface Heading {
  kind: HeadingKind
  /** "IV"; null for a plain heading. */
  label: string | null
  ordinal: number
  text: TracedText
  labels: Span[]
  /** What the form says of its level; not to be trusted where there are labels. */
  formLevel: number | null
}

interface Open {
  kind: HeadingKind
  ordinal: number
  rank: number
  formLevel: number | null
  level: number
  id: string
  children: number
}

const RANKS = { roman: 1, letter: 2, arabic: 3 }

export class Outline {
  readonly sections: ReadSection[] = []
  /** Markers of notes that stood in headings. */
  readonly markers: string[] = []
  #open: Open[] = []
  #top = 0

  /** The section that text belongs to now; null before the first heading. */
  get current(): string | null {
    return this.#open.at(-1)?.id ?? null
  }

  /** The number that the next heading of a kind should have. */
  expected(kind: Exclude<HeadingKind, 'plain'>): number {
    const sibling = this.#open.findLast((open) => open.kind === kind)
    return (sibling?.ordinal ?? 0) + 1
  }

  add(heading: Heading): void {
    const rank = this.#rankOf(heading)
    while ((this.#open.at(-1)?.rank ?? 0) >= rank) this.#open.pop()
    const parent = this.#open.at(-1)
    const place = parent === undefined ? (this.#top += 1) : (parent.children += 1)
    const level = (parent?.level ?? 0) + 1
    const id = `${parent?.id ?? 's'}${level % 2 === 1 ? place : letters(place)}`
    const { kind, ordinal, formLevel, label, text, labels } = heading
    this.#open.push({ kind, ordinal, rank, formLevel, level, id, children: 0 })
    this.markers.push(...text.marks.map(({ marker }) => marker))
    this.sections.push({ id, heading: text.text, label, level, parent: parent?.id ?? null, ...traceOf(text, labels) })
  }

  #rankOf({ kind, formLevel }: Heading): number {
    if (kind !== 'plain') return RANKS[kind]
    const sibling =
      formLevel === null
        ? this.#open.findLast((open) => open.kind === 'plain')
        : this.#open.find((open) => open.formLevel !== null && open.formLevel >= formLevel)
    const top = this.#open.at(-1)
    return sibling?.rank ?? (top === undefined ? 1 : top.rank + 0.1)
  }
}

/** 1 → a, 26 → z, 27 → aa. */
function letters(place: number): string {
  const rest = (place - 1) % 26
  const before = Math.floor((place - 1) / 26)
  return (before > 0 ? letters(before) : '') + String.fromCharCode(97 + rest)
}
