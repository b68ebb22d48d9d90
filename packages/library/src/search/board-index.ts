/** The search index of one board, in memory: kept in parts, so that an edit costs only the part that it changed. */
import { folded, isEmptySearch, type SearchField, type SearchQuery } from '@briefboard/board'
import MiniSearch from 'minisearch'
import { ENTRY_KINDS, type EntryKind, type SearchEntry } from './entries.ts'
import { snippetOf, type Snippet } from './highlight.ts'
import { termsOf } from './words.ts'

export interface SearchHit {
  id: string
  kind: EntryKind
  title: string
  card: string | null
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

export class BoardIndex {
  readonly #entries = new Map<string, SearchEntry>()
  readonly #parts = new Map<string, ReadonlySet<string>>()
  readonly #words = new MiniSearch<SearchEntry>({
    fields: ['title', 'text'],
    idField: 'id',
    tokenize: termsOf,
    // They are folded already.
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 2 },
      prefix: true,
      combineWith: 'AND',
    },
  })

  /** Puts a part in the place of what was known of it: a card with its comments, or a report. Unchanged entries cost nothing. */
  setPart(name: string, entries: readonly SearchEntry[]): void {
    const ids = new Set(entries.map(({ id }) => id))
    for (const id of this.#parts.get(name) ?? []) if (!ids.has(id)) this.#remove(id)
    for (const entry of entries) this.#put(entry)
    if (ids.size > 0) this.#parts.set(name, ids)
    else this.#parts.delete(name)
  }

  get parts(): Iterable<string> {
    return this.#parts.keys()
  }

  search(query: SearchQuery, limit: number): Found {
    const kinds = Object.fromEntries(ENTRY_KINDS.map((kind) => [kind, 0])) as Record<EntryKind, number> // one for each
    if (isEmptySearch(query)) return { hits: [], total: 0, kinds }
    const wanted = [...query.words, ...query.phrases].flatMap(termsOf)
    const found = this.#candidates(wanted).filter((entry) => fits(entry, query))
    for (const { kind } of found) kinds[kind]++
    return { hits: found.slice(0, limit).map((entry) => hitOf(entry, wanted)), total: found.length, kinds }
  }

  #candidates(wanted: readonly string[]): SearchEntry[] {
    if (wanted.length === 0) return [...this.#entries.values()]
    const typed = wanted.join(' ')
    const found = this.#words.search(typed)
    // Only when nothing has the words as they were typed, words that are nearly so; looking for these takes longer.
    const results = found.length > 0 ? found : this.#words.search(typed, { fuzzy: 0.2, prefix: false })
    return results.flatMap(({ id }) => this.#entries.get(String(id)) ?? [])
  }

  #put(entry: SearchEntry): void {
    const known = this.#entries.get(entry.id)
    this.#entries.set(entry.id, entry)
    if (known === undefined) this.#words.add(entry)
    else if (known.title !== entry.title || known.text !== entry.text) this.#words.replace(entry)
  }

  #remove(id: string): void {
    this.#entries.delete(id)
    this.#words.discard(id)
  }
}

/** Values of one field are alternatives; fields and phrases narrow each other. */
function fits(entry: SearchEntry, { fields, phrases }: SearchQuery): boolean {
  const text = phrases.length > 0 ? folded(`${entry.title}\n${entry.text}`).replace(/\s+/g, ' ') : ''
  if (!phrases.every((phrase) => text.includes(folded(phrase).replace(/\s+/g, ' ')))) return false
  // The keys are those of SearchQuery's fields.
  const asked = Object.entries(fields) as [SearchField, string[]][]
  return asked.every(([field, values]) => values.some((value) => hasValue(entry, field, folded(value))))
}

function hasValue(entry: SearchEntry, field: SearchField, value: string): boolean {
  switch (field) {
    case 'region':
      return entry.regions.some((one) => isOrBegins(one, value))
    case 'actor':
      return entry.actors.some((one) => isOrBegins(one, value))
    case 'cites':
      return entry.cites.some((one) => folded(one) === value || folded(one).startsWith(`${value}:`))
    case 'level':
      return entry.level === value
    case 'status':
      return entry.status === value || entry.status?.replace('-', ' ') === value
    case 'kind':
      return entry.kind === value
    default:
      return field satisfies never
  }
}

/** "west" finds "West Africa", and "africa" does too. */
function isOrBegins(one: string, value: string): boolean {
  const own = folded(one)
  return own === value || own.startsWith(value) || termsOf(own).some((term) => term.startsWith(value))
}

const hitOf = ({ id, kind, title, card, place, text }: SearchEntry, wanted: readonly string[]): SearchHit => ({
  ...{ id, kind, title, card, place },
  snippet: snippetOf(text, wanted),
})
