/** The API of a board's reports: what comes with a document that is brought, and what is said of those that are there. */
import * as z from 'zod/mini'
import { line } from './words.ts'

/**
 * The fields beside `file` in `POST /api/boards/:id/reports`. What is left out is taken from the document. A report that
 * the board has of its own keeps its title, date and number.
 */
export const ImportFields = z.strictObject({
  /** As a person types it: "s / 2018/80" means S/2018/80. */
  symbol: z.optional(line(60)),
  title: z.optional(line(500)),
  date: z.optional(z.iso.date()),
  /** Its place in its series. */
  number: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(999))),
  /** Whether it may take the place of an earlier import of the same symbol. */
  replace: z._default(z.stringbool(), false),
})
export type ImportFields = z.infer<typeof ImportFields>

/** A document whose text a board has beside the digests of its report, or instead of them. */
export interface ImportFact {
  id: string
  symbol: string
  file: { name: string; bytes: number; sha256: string }
  by: { id: string; name: string }
  /** ISO 8601. */
  at: string
  /** It stands in the place of an earlier import, which undoing brings back. */
  replaces: boolean
}

export interface ReportSummary {
  symbol: string
  title: string
  series: string
  /** Its place in its series; 0 where that is not known. */
  number: number
  /** ISO 8601 date. */
  date: string
  url: string
  paragraphs: number
  /** How many of its paragraphs a card cites. */
  cited: number
  /** Whether its paragraphs have digests of our own. */
  hasDigests: boolean
  /** Null: only the digests are here. */
  imported: ImportFact | null
}

/**
 * What the problems `symbol-needed` and `identity-needed` say beside their words: what the document says of itself, and
 * what its series lets expect where it is silent.
 */
export interface ImportQuestion {
  symbol: string | null
  title: string | null
  date: string | null
  number: number | null
}
