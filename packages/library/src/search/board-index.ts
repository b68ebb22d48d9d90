/** The search index of one board, in memory: kept in parts, so that an edit costs only the part that it changed. */
import { folded, isEmptySearch, type SearchField, type SearchQuery } from '@briefboard/board'
import { ENTRY_KINDS, type EntryKind, type Found, type SearchHit } from '@briefboard/protocol'
import MiniSearch from 'minisearch'
import type { SearchEntry } from './entries.ts'
import { snippetOf } from './highlight.ts'
import { foldedWords, termsOf } from './words.ts'

/** Each is looked for on its own, and all of them hold up everybody else. */
const MOST_WORDS = 12

interface Candidate {
  entry: SearchEntry
  /** Folded beginnings of words that it was found by. */
  words: readonly string[]
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
      // Its title stands beside a card's assessment and comments too, to be found together with their words.
      boostDocument: (id: string) => (id.startsWith('card:') ? 1.5 : 1),
      // A single letter begins half of all words: looking for these takes long and finds nothing that is meant.
      prefix: (term) => term.length > 1,
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

  /** Of very many words only the first `MOST_WORDS` different ones are looked for. */
  search(query: SearchQuery, limit: number): Found {
    const kinds = Object.fromEntries(ENTRY_KINDS.map((kind) => [kind, 0])) as Record<EntryKind, number> // one for each
    if (isEmptySearch(query)) return { hits: [], total: 0, kinds }
    const found = this.#candidates(query).filter(({ entry }) => fits(entry, query))
    for (const { entry } of found) kinds[entry.kind]++
    return { hits: found.slice(0, limit).map(hitOf), total: found.length, kinds }
  }

  #candidates({ words, phrases }: SearchQuery): Candidate[] {
    const asked = askedWords([...words, ...phrases])
    const typed = asked.join(' ')
    if (asked.length === 0) return Array.from(this.#entries.values(), (entry) => ({ entry, words: [] }))
    const found = this.#words.search(typed)
    if (found.length > 0) return this.#entriesOf(found).map((entry) => ({ entry, words: asked }))
    // Only when nothing has the words as they were typed, words that are nearly so; looking for these takes longer.
    const near = this.#words.search(typed, { fuzzy: 0.2, prefix: false })
    return near.flatMap((result) => this.#entriesOf([result]).map((entry) => ({ entry, words: result.terms })))
  }

  #entriesOf(results: readonly { id: unknown }[]): SearchEntry[] {
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

/** Folded, each once. */
function askedWords(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => foldedWords(text).map(({ word }) => word))
  return [...new Set(words)].slice(0, MOST_WORDS)
}

const spoken = new WeakMap<SearchEntry, string>()

/** Folding takes longer than looking, and phrases of common words have many candidates. */
function spokenBy(entry: SearchEntry): string {
  const known = spoken.get(entry)
  if (known !== undefined) return known
  const text = folded(`${entry.title}\n${entry.text}`).replace(/\s+/g, ' ')
  spoken.set(entry, text)
  return text
}

/** Values of one field are alternatives; fields and phrases narrow each other. */
function fits(entry: SearchEntry, { fields, phrases }: SearchQuery): boolean {
  if (!phrases.every((phrase) => spokenBy(entry).includes(folded(phrase).replace(/\s+/g, ' ')))) return false
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

const hitOf = ({ entry: { id, kind, title, card, place, text }, words }: Candidate): SearchHit => ({
  ...{ id, kind, title, card, place },
  snippet: snippetOf(text, words),
})
