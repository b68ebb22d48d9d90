export { BoardIndex, type Found, type SearchHit } from './board-index.ts'
export { ENTRY_KINDS, entriesOfCards, entriesOfReport, type EntryKind, type SearchEntry } from './entries.ts'
export type { Snippet } from './highlight.ts'
