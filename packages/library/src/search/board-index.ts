/** The search index of one board, in memory: kept in parts, so that an edit costs only the part that it changed. */
import { folded, isEmptySearch, type Actor, type SearchField, type SearchQuery, type Steps } from '@briefboard/board'
import { ENTRY_KINDS, type EntryKind, type Found, type SearchHit } from '@briefboard/protocol'
import { ActorNames } from './actor-names.ts'
import type { SearchEntry } from './entries.ts'
import { snippetOf } from './highlight.ts'
import { LeftOutEntries } from './left-out.ts'
import { beginningOf, LONGEST_TEXT, piecesOf } from './pieces.ts'
import { LONGEST_TITLE, WordIndex, type Match } from './word-index.ts'
import { foldedWords, isOrBegins, termsOf } from './words.ts'

/** Each is looked for on its own, and all of them hold up everybody else. */
const MOST_WORDS = 12

/** With their parts, of which "a/b/c" has three. */
const MOST_TERMS = 24

/** Comments are room of their own: what reviewers write keeps nothing else from being found. */
const ROOM = {
  comments: { characters: 4_000_000, terms: 100_000 },
  others: { characters: 24_000_000, terms: 300_000 },
}
/** In UTF-16 units, of entries that are left out and come back when there is room; of others only the beginning is kept. */
const MOST_LEFT_OUT = 8_000_000
/** What an entry takes beside its text, in bytes; and a term. */
const ENTRY_BYTES = 1_000
const TERM_BYTES = 400
/** In UTF-16 units: enough for a snippet. */
const FIRST_SHOWN = 1_000

/** So many entries are looked at in less than a millisecond. */
const ENTRIES_A_STEP = 200

interface Candidate {
  entry: SearchEntry
  /** The piece of its text that is shown. */
  piece: number
  /** Folded beginnings of words that it was found by. */
  words: readonly string[]
}

export interface Searching {
  found: Found
  /** False where the time was over before everything had been looked at. */
  isWhole: boolean
}

export class BoardIndex {
  readonly #entries = new Map<string, SearchEntry>()
  readonly #parts = new Map<string, ReadonlySet<string>>()
  #actors = new ActorNames([])
  readonly #comments = new WordIndex(ROOM.comments)
  readonly #others = new WordIndex(ROOM.others)
  /** Entries for whose words there is no room. */
  readonly #leftOut = new LeftOutEntries(MOST_LEFT_OUT)
  /** Entries of whose text or title only the beginning is searched. */
  readonly #cut = new Set<string>()

  /** By their names entries are found that have their ids. */
  setActors(actors: readonly Actor[]): void {
    this.#actors = new ActorNames(actors)
  }

  get parts(): Iterable<string> {
    return this.#parts.keys()
  }

  /** Puts a part in the place of what was known of it: a card with its comments, or a paragraph. Unchanged entries cost nothing. */
  *putPart(name: string, entries: readonly SearchEntry[]): Steps<void> {
    const ids = new Set(entries.map(({ id }) => id))
    for (const id of this.#parts.get(name) ?? []) {
      if (ids.has(id)) continue
      yield* this.#remove(id)
      yield
    }
    if (ids.size > 0) this.#parts.set(name, ids)
    else this.#parts.delete(name)
    for (const entry of entries) {
      const known = this.#entries.get(entry.id)
      this.#entries.set(entry.id, entry)
      // There is no more room for the same words than there was; `putLeftOut` looks whether there is.
      if (this.#leftOut.has(entry.id) && entry.text === known?.text && entry.title === known.title) continue
      yield* this.#putWords(name, entry)
    }
  }

  /** What was left out, where there is room for it now: what stood in its way is gone. */
  *putLeftOut(): Steps<void> {
    let looked = 0
    for (const [id, { part, terms }] of this.#leftOut.all()) {
      if (++looked % ENTRIES_A_STEP === 0) yield
      const entry = this.#entries.get(id)
      if (entry !== undefined && this.#wordsOf(entry).hasRoomFor(terms)) yield* this.#putWords(part, entry)
    }
  }

  /** What all of it takes, in bytes, as an estimate. */
  get memory(): number {
    const sizes = [this.#comments, this.#others].map(({ size }) => 2 * size.characters + TERM_BYTES * size.terms)
    return sizes.reduce((a, b) => a + b, 2 * this.#leftOut.characters + ENTRY_BYTES * this.#entries.size)
  }

  /** There is more text than is searched. */
  get isCut(): boolean {
    return this.#leftOut.size + this.#cut.size > 0
  }

  /**
   * Of very many words only the first `MOST_WORDS` different ones are looked for. It ends where `isOver` says so, with what it
   * has by then.
   */
  *search(query: SearchQuery, limit: number, isOver: () => boolean = () => false): Steps<Searching> {
    const kinds = Object.fromEntries(ENTRY_KINDS.map((kind) => [kind, 0])) as Record<EntryKind, number> // one for each
    if (isEmptySearch(query)) return { found: { hits: [], total: 0, kinds }, isWhole: true }
    const hits: SearchHit[] = []
    let total = 0
    let looked = 0
    const fits = fitting(query, this.#actors)
    for (const candidate of yield* this.#candidates(query, isOver)) {
      if (isOver()) break
      if (++looked % ENTRIES_A_STEP === 0 || query.phrases.length > 0) yield
      if (query.phrases.length > 0) yield* speak(candidate.entry)
      if (!fits(candidate.entry)) continue
      kinds[candidate.entry.kind]++
      if (++total > limit) continue
      hits.push(this.#hitOf(candidate))
      yield
    }
    return { found: { hits, total, kinds }, isWhole: !isOver() }
  }

  /** The best come first. */
  *#candidates({ words, phrases }: SearchQuery, isOver: () => boolean): Steps<Candidate[]> {
    const asked = askedWords([...words, ...phrases])
    if (asked.length === 0) return Array.from(this.#entries.values(), (entry) => ({ entry, piece: 0, words: [] }))
    const terms = [...new Set(asked.flatMap(termsOf))].slice(0, MOST_TERMS)
    const found = yield* this.#find(terms, false, isOver)
    if (found.length > 0) return found.map(({ entry, piece }) => ({ entry, piece, words: asked }))
    // Only when nothing has the words as they were typed, words that are nearly so; looking for these takes longer.
    return yield* this.#find(terms, true, isOver)
  }

  /** Entries that have all of the terms, each with those that it has. */
  *#find(terms: readonly string[], isNear: boolean, isOver: () => boolean): Steps<Candidate[]> {
    let matches: Map<string, Match> | null = null
    for (const term of terms) {
      if (isOver()) return []
      const ofTerm = new Map<string, Match>()
      for (const index of [this.#comments, this.#others]) yield* index.find(term, isNear, isOver, ofTerm)
      matches = matches === null ? ofTerm : yield* inBoth(matches, ofTerm)
      if (matches.size === 0) return []
      yield
    }
    return [...(matches ?? [])]
      .toSorted(([, a], [, b]) => b.score - a.score)
      .flatMap(([id, { pieces, terms }]) => {
        const entry = this.#entries.get(id)
        return entry === undefined ? [] : [{ entry, piece: bestOf(pieces), words: [...terms] }]
      })
  }

  #hitOf({ entry, piece, words }: Candidate): SearchHit {
    const { id, kind, title, card, place } = entry
    // What was left out has no pieces, and is found by its fields alone.
    const text = this.#wordsOf(entry).pieceOf(id, piece) || entry.text.slice(0, FIRST_SHOWN)
    return { ...{ id, kind, title, card, place }, snippet: snippetOf(text, words) }
  }

  #wordsOf({ kind }: SearchEntry): WordIndex {
    return kind === 'comment' ? this.#comments : this.#others
  }

  *#remove(id: string): Steps<void> {
    const entry = this.#entries.get(id)
    this.#entries.delete(id)
    this.#leftOut.delete(id)
    this.#cut.delete(id)
    if (entry !== undefined) yield* this.#wordsOf(entry).remove(id)
  }

  *#putWords(part: string, entry: SearchEntry): Steps<void> {
    const { id, title, text } = entry
    const words = this.#wordsOf(entry)
    yield* words.put({ part, id, title, text })
    this.#leftOut.delete(id)
    if (text.length > LONGEST_TEXT || title.length > LONGEST_TITLE) this.#cut.add(id)
    else this.#cut.delete(id)
    for (const out of yield* words.tooMuch()) {
      const { text } = this.#entries.get(out.id) ?? entry
      if (this.#leftOut.add(out, text.length)) this.#cut.delete(out.id)
      else this.#keepBeginning(out.id)
    }
  }

  /** It is found by its fields, and comes back when it is put again. */
  #keepBeginning(id: string): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    this.#entries.set(id, { ...entry, text: beginningOf(entry.text, FIRST_SHOWN) })
    this.#cut.add(id)
  }
}

/** What one has found, with what the other has found in the same entries. */
function* inBoth(some: Map<string, Match>, others: ReadonlyMap<string, Match>): Steps<Map<string, Match>> {
  let looked = 0
  for (const [id, match] of some) {
    const other = others.get(id)
    if (other === undefined) {
      some.delete(id)
      continue
    }
    match.score += other.score
    for (const [piece, more] of other.pieces) match.pieces.set(piece, (match.pieces.get(piece) ?? 0) + more)
    for (const term of other.terms) match.terms.add(term)
    looked += 1 + other.pieces.size + other.terms.size
    if (looked < ENTRIES_A_STEP) continue
    looked = 0
    yield
  }
  return some
}

/** The piece in which most was found, and the first of several. */
const bestOf = (pieces: ReadonlyMap<number, number>): number =>
  [...pieces].reduce((best, one) => (one[1] > best[1] || (one[1] === best[1] && one[0] < best[0]) ? one : best))[0]

/** Folded, each once. */
function askedWords(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => foldedWords(text).map(({ word }) => word))
  return [...new Set(words)].slice(0, MOST_WORDS)
}

const spoken = new WeakMap<SearchEntry, string>()

/** Few signs become more than two; none keeps more in memory than so much of the text. */
const LONGEST_SPOKEN = 2 * LONGEST_TEXT

/** Once for each entry: folding takes longer than looking, and phrases of common words have many candidates. */
function* speak(entry: SearchEntry): Steps<void> {
  if (spoken.has(entry)) return
  let words = folded(entry.title.slice(0, LONGEST_TITLE))
  for (const [at, piece] of piecesOf(entry.text).entries()) {
    if (words.length > LONGEST_SPOKEN) break
    words += `${at === 0 ? '\n' : ''}${folded(piece)}`
    yield
  }
  spoken.set(entry, words.slice(0, LONGEST_SPOKEN).replace(/\s+/g, ' '))
}

type Fits = (entry: SearchEntry) => boolean

/** Values of one field are alternatives; fields and phrases narrow each other. Phrases are looked for in what was spoken. */
function fitting({ fields, phrases }: SearchQuery, actors: ActorNames): Fits {
  const said = phrases.map((phrase) => folded(phrase).replace(/\s+/g, ' '))
  // The keys are those of SearchQuery's fields.
  const asked = (Object.entries(fields) as [SearchField, string[]][]).map(([field, values]) =>
    values.map((value) => having(field, folded(value), actors)),
  )
  return (entry) =>
    said.every((phrase) => spoken.get(entry)?.includes(phrase)) &&
    asked.every((alternatives) => alternatives.some((has) => has(entry)))
}

function having(field: SearchField, value: string, actors: ActorNames): Fits {
  switch (field) {
    case 'region':
      return (entry) => entry.regions.some((one) => isOrBegins(one, value))
    case 'actor': {
      const isFound = actors.finder(value)
      return (entry) => entry.actors.some(isFound)
    }
    case 'cites':
      return (entry) => entry.cites.some((one) => folded(one) === value || folded(one).startsWith(`${value}:`))
    case 'level':
      return (entry) => entry.level === value
    case 'status':
      return (entry) => entry.status === value || entry.status?.replace('-', ' ') === value
    case 'kind':
      return (entry) => entry.kind === value
    default:
      return field satisfies never
  }
}
