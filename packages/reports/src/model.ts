/** What is understood of a document: a Report as plain values, each with the place in the source it came from. */
import type { FIGURE_QUALIFIERS } from '@briefboard/board'

/** From and up to (not including) an offset in the source's text, which is its lines joined by line feeds. */
export type Span = [from: number, to: number]

/** Where a text came from, so that nothing of the source can be lost unseen (`accountFor`). */
export interface Traced {
  /** The text's own characters, in order; white space is not counted. */
  spans: Span[]
  /** Characters that became a number, a label or a marker instead of text. */
  labels: Span[]
  /** Places in the text whose characters the source does not have: a mended hyphen, a list's own label. */
  inserted: number[]
}

export interface ReadSection extends Traced {
  /** By place in the tree: s2, s2a, s2a1. */
  id: string
  heading: string
  /** "II", "A", "1"; null for a heading without one. */
  label: string | null
  /** 1 is the highest. */
  level: number
  parent: string | null
}

export interface SubParagraph {
  /** "a", or "i" below it. */
  label: string
  /** The sub-paragraph that this one stands in. */
  parent: string | null
  text: string
  /** Where `text` stands in the paragraph's text. */
  from: number
  to: number
}

export interface NoteMarker {
  marker: string
  /** Place in the paragraph's text behind which the marker stood. */
  at: number
}

export interface ReadParagraph extends Traced {
  /** null: the document gives it none. */
  number: number | null
  /** The section it stands in; null before the first heading. */
  section: string | null
  /** All of it, sub-paragraphs included, which begin on lines of their own if they do so in the document. */
  text: string
  subparagraphs: SubParagraph[]
  notes: NoteMarker[]
  /** 1-based line of the source where it begins. */
  line: number
}

export interface ReadNote extends Traced {
  marker: string
  text: string
  /** The numbered paragraph its marker stands in; null where no marker was found, or in a heading. */
  paragraph: number | null
  line: number
}

/** Where in the report something is said. */
export interface Place {
  paragraph: number | null
  /** The note's marker, where a note says it. */
  note: string | null
}

export interface Reference {
  /** "S/2016/629"; a Security Council resolution is "S/RES/2253 (2015)", one of the General Assembly "A/RES/71/19". */
  symbol: string
  /** Paragraphs of the other document; empty for the document as a whole. */
  paragraphs: number[]
  from: Place
}

export interface ListReference {
  /** As on the sanctions list: QDe.115, QDi.325. */
  reference: string
  from: Place
}

export type FigureQualifier = (typeof FIGURE_QUALIFIERS)[number]

export interface ReadFigure {
  /** Equal for a single value; null is an open end. */
  low: number | null
  high: number | null
  /** "USD", "EUR", "per cent", or what is counted: "fighters". */
  unit: string
  /** "2015", "since 2015", "a year"; null where the sentence does not say. */
  period: string | null
  /** What the number is of, as far as the sentence shows it ("oil income", "all revenue"); null where it does not. */
  basis: string | null
  qualifier: FigureQualifier
  from: Place
  /** Where the number's words stand in the paragraph's or note's text. */
  at: Span
}

/** A country or region and where it is named. */
export interface NamedPlace {
  /** ISO 3166-1 alpha-2; null for a region. */
  iso: string | null
  /** M49 code of a region that has one. */
  m49: string | null
  name: string
  from: Place[]
}

export const REPAIR_KINDS = [
  'split-word',
  'split-punctuation',
  'line-hyphen',
  'lost-hyphen',
  'paragraph-number',
] as const

export interface Repair {
  kind: (typeof REPAIR_KINDS)[number]
  /** 1-based line of the source. */
  line: number
  before: string
  after: string
  /** Characters that were taken out (a hyphen at a line's end). */
  spans: Span[]
}

export interface Removed {
  text: string
  line: number
  /** In plain words: "page number", "Markdown mark". */
  why: string
  spans: Span[]
  /** Markers of notes that stood in it. */
  labels: Span[]
}

/** What a document does not say of itself but its series lets expect. To be confirmed by a person. */
export interface Guess {
  symbol: string | null
  number: number | null
  date: string | null
}

export interface ReadReport {
  symbol: string | null
  title: string | null
  /** Its place in its series: 6 for a sixth report. */
  number: number | null
  /** ISO 8601 date. */
  date: string | null
  guess: Guess
  titleTrace: Traced
  sections: ReadSection[]
  paragraphs: ReadParagraph[]
  notes: ReadNote[]
  /** Markers in the text whose notes are not in the document. */
  markersWithoutNotes: { marker: string; paragraph: number | null }[]
  references: Reference[]
  listReferences: ListReference[]
  figures: ReadFigure[]
  countries: NamedPlace[]
  regions: NamedPlace[]
  repairs: Repair[]
  removed: Removed[]
  warnings: string[]
}
