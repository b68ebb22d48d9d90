/** The API of figures: what `GET /api/boards/:id/figures` answers. */

export interface CitationFact {
  /** As it is written: "S/2018/80, para. 13". */
  text: string
  url: string
  symbol: string
  paragraph: number
  sub?: string
}

export interface FigureFact {
  id: string
  card: { id: string; title: string }
  measure: string
  /** Equal for a single value; null is an open end. */
  low: number | null
  high: number | null
  unit: string
  period: string
  basis: string
  /** "estimated", "as much as", "fewer than", "more than", "approximately" or "none". */
  qualifier: string
  /** Value, unit and qualifier in words. */
  value: string
  citation: CitationFact
}

/** Figures of one measure, unit and basis: those that may share a chart. */
export interface FigureSeries {
  measure: string
  unit: string
  basis: string
  /** Ids, in the order of time. */
  figures: string[]
  /** From the first year to the last; `until` is the year itself, or the last one of a long gap. `covered`: within the longer period of a figure. */
  years: { year: number; until: number; state: 'figures' | 'covered' | 'missing' }[]
  /** Whether it is drawn as a chart; a single value is not. */
  drawn: boolean
  /** In words; of a series of more than a hundred figures, the latest hundred. */
  summary: string
}

/** A figure in a document's text. */
export interface FoundFigure {
  symbol: string
  /** null where it stands outside the numbered paragraphs. */
  paragraph: number | null
  /** The marker of the note that says it. */
  note: string | null
  low: number | null
  high: number | null
  unit: string
  /** null where the sentence does not say. */
  period: string | null
  basis: string | null
  qualifier: string
  /** The passage it stands in, and where in it the number's words begin and end. */
  passage: string
  at: [number, number]
}

export interface FiguresAnswer {
  figures: FigureFact[]
  series: FigureSeries[]
  /** Of the imported documents, what no card has. */
  found: FoundFigure[]
}
