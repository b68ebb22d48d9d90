/** The API of the search over a board: what is asked, what is found, and where. */
import * as z from 'zod/mini'

/** In UTF-16 units. */
export const LONGEST_SEARCH = 500

/** The query of `GET /api/boards/:id/search`. */
export const SearchRequest = z.object({
  q: z._default(z.string('needs to be given once'), ''),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 30),
})

export const ENTRY_KINDS = ['card', 'assessment', 'comment', 'digest', 'text'] as const
/** `digest`: a paragraph in our own words; `text`: the paragraph's own, of a document that somebody imported. */
export type EntryKind = (typeof ENTRY_KINDS)[number]

export interface Snippet {
  text: string
  /** Begin and end of each hit, in UTF-16 units of `text`. */
  hits: [begin: number, end: number][]
}

export interface SearchHit {
  id: string
  kind: EntryKind
  title: string
  /** The card that it belongs to. */
  card: string | null
  /** The paragraph that it is, as `citationKey` writes it. */
  place: string | null
  snippet: Snippet
}

export interface Found {
  /** The best first, `limit` of them. */
  hits: SearchHit[]
  /** How many there are in all, and of which kinds. */
  total: number
  kinds: Record<EntryKind, number>
}

export interface SearchAnswer extends Found {
  /** In words: what in the query looks like a field and is none, or has no value. */
  hints: string[]
}
