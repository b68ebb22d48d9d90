/** The kinds of what a search finds: their words, and how a search is narrowed to one of them. */
import { ENTRY_KINDS, type EntryKind } from '@briefboard/protocol'

export const KIND_WORDS: Record<EntryKind, { one: string; many: string }> = {
  card: { one: 'Card', many: 'Cards' },
  assessment: { one: 'Assessment', many: 'Assessments' },
  comment: { one: 'Comment', many: 'Comments' },
  digest: { one: 'Digest', many: 'Digests' },
  text: { one: 'Report text', many: 'Report texts' },
}

const FIELD = /(?:^|(?<!\s)\s+)kind:(?:"[^"]*"?|\S*)/giu

/** The query for one kind alone, or for all of them: what it says of kinds is replaced. */
export function withKind(query: string, kind: EntryKind | null): string {
  const rest = query.replace(FIELD, '').trim()
  return kind === null ? rest : `${rest} kind:${kind}`.trim()
}

/** The kind that a query is narrowed to; null if it is none or several. */
export function kindIn(query: string): EntryKind | null {
  const named = [...query.matchAll(FIELD)].map(([field]) => field.trim().slice('kind:'.length).replaceAll('"', ''))
  const [only] = named
  return named.length === 1 ? (ENTRY_KINDS.find((kind) => kind === only?.toLowerCase()) ?? null) : null
}
