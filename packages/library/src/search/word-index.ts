/**
 * The words of many entries, in memory. Texts are cut into pieces, and no step of adding, finding or taking out is long whatever
 * people write. There is only so much room, since a term takes some 400 bytes; what is taken out gives its room back at once.
 */
import type { Steps } from '@briefboard/board'
import { Occurrences } from './occurrences.ts'
import { piecesOf } from './pieces.ts'
import { relevance, weightOfLonger, weightOfNear } from './relevance.ts'
import { Shares, type Room } from './shares.ts'
import { TermTree } from './term-tree.ts'
import { termsOf } from './words.ts'

/** Words that are nearly so differ in so many letters at most: with each more, looking for them takes some ten times as long. */
const MOST_DIFFERENT = 2
/** And in so many of all their letters. */
const PART_DIFFERENT = 0.2

/** So many are put in or looked at in less than a millisecond. */
const TERMS_A_STEP = 250
const PIECES_A_STEP = 1_000

/** In UTF-16 units: titles stand beside each entry of their card. */
export const LONGEST_TITLE = 1_000

/** Once it is full, so much of the room is made free. */
const KEPT = 15 / 16

/** What one word, or a search for several, has found in an entry. */
export interface Match {
  score: number
  /** The score of each piece of its text in which something was found. */
  pieces: Map<number, number>
  /** The terms that were found, where they are only nearly what was looked for. */
  terms: Set<string>
}

/** An entry's words, and the part of the board that it belongs to. */
export interface Words {
  part: string
  id: string
  title: string
  text: string
}

/** An entry that there is no room for. */
export interface LeftOut {
  id: string
  part: string
  /** So many terms went with it that nothing else has. */
  terms: number
}

const FIELDS = ['title', 'text'] as const
type Field = (typeof FIELDS)[number]
const BOOST: Record<Field, number> = { title: 2, text: 1 }

interface Piece {
  id: string
  at: number
  title: string
  text: string
  /** How many different terms each has. */
  terms: Record<Field, number>
}

interface Held {
  part: string
  title: string
  pieces: Piece[]
}

/** How often a term stands in which pieces. */
interface Postings {
  term: string
  title: Occurrences<Piece> | null
  text: Occurrences<Piece> | null
}

export class WordIndex {
  readonly #room: Room
  readonly #held = new Map<string, Held>()
  readonly #terms = new TermTree<Postings>()
  readonly #shares: Shares
  #pieces = 0
  /** Different terms of all pieces together. */
  readonly #lengths: Record<Field, number> = { title: 0, text: 0 }

  constructor(room: Room) {
    this.#room = room
    this.#shares = new Shares(room)
  }

  /**
   * Puts an entry in the place of what was known of it; what is unchanged costs nothing. The index may have too much then: see
   * `tooMuch`.
   */
  *put({ part, id, title, text }: Words): Steps<void> {
    const held: Held = this.#held.get(id) ?? { part, title: '', pieces: [] }
    this.#held.set(id, held)
    const texts = piecesOf(text)
    const known = { ...held, pieces: [...held.pieces] }
    held.title = title.slice(0, LONGEST_TITLE)
    for (const [at, piece] of texts.entries()) {
      const old = known.pieces[at]
      // A title is found with each word of the text; it needs to stand beside one piece.
      if (old?.text === piece && (at > 0 || held.title === known.title)) continue
      // The new one comes before the old one goes: a search between the steps finds what is in both.
      held.pieces[at] = yield* this.#add({ id, at, title: at === 0 ? held.title : '', text: piece })
      if (old !== undefined) yield* this.#takeOut(old)
    }
    held.pieces.length = texts.length
    for (const old of known.pieces.slice(texts.length)) yield* this.#takeOut(old)
    this.#shares.set(part, id, sizeOf(held))
  }

  *#add(given: Omit<Piece, 'terms'>): Steps<Piece> {
    const piece: Piece = { ...given, terms: { title: 0, text: 0 } }
    this.#pieces++
    for (const field of FIELDS) {
      for (const [at, term] of termsOf(piece[field]).entries()) {
        if (at % TERMS_A_STEP === TERMS_A_STEP - 1) yield
        const postings = this.#terms.getOrAdd(term, () => ({ term, title: null, text: null }))
        const pieces = (postings[field] ??= new Occurrences())
        if (pieces.add(piece) > 1) continue
        piece.terms[field]++
        this.#lengths[field]++
      }
      yield
    }
    return piece
  }

  *#takeOut(piece: Piece): Steps<void> {
    this.#pieces--
    for (const field of FIELDS) {
      this.#lengths[field] -= piece.terms[field]
      for (const [at, term] of termsOf(piece[field]).entries()) {
        if (at % TERMS_A_STEP === TERMS_A_STEP - 1) yield
        const postings = this.#terms.get(term)
        if (postings === null) continue
        postings[field]?.delete(piece)
        if (postings[field]?.size === 0) postings[field] = null
        if (postings.title === null && postings.text === null) this.#terms.delete(term)
      }
      yield
    }
  }

  *remove(id: string): Steps<void> {
    const held = this.#held.get(id)
    if (held === undefined) return
    this.#held.delete(id)
    this.#shares.delete(held.part, id)
    for (const piece of held.pieces) yield* this.#takeOut(piece)
  }

  get size(): Room {
    return { characters: this.#shares.characters, terms: this.#terms.size }
  }

  /** Whether so many terms more would leave something free. */
  hasRoomFor(terms: number): boolean {
    return this.#terms.size + terms < this.#room.terms && this.#shares.characters < this.#room.characters
  }

  /**
   * Takes out what is too much, the largest entries of the parts that have most: nobody's words keep those of others out.
   * @returns what there is no room for
   */
  *tooMuch(): Steps<LeftOut[]> {
    const out: LeftOut[] = []
    if (this.#isWithin(1)) return out
    while (this.#held.size > 0) {
      // Half of one part at most; then another may have more.
      for (const id of this.#shares.halfOfHeaviest()) {
        const { part } = this.#held.get(id)!
        const before = this.#terms.size
        yield* this.remove(id)
        out.push({ id, part, terms: before - this.#terms.size })
        if (this.#isWithin(KEPT)) return out
      }
      yield
    }
    return out
  }

  #isWithin(part: number): boolean {
    const { terms, characters } = this.#room
    return this.#terms.size <= part * terms && this.#shares.characters <= part * characters
  }

  /** The text of one piece of an entry; empty where there is none. */
  pieceOf(id: string, at: number): string {
    return this.#held.get(id)?.pieces[at]?.text ?? ''
  }

  /**
   * Puts into `found` the entries in which a term begins as `term` does, or, if `isNear`, is nearly it. Where `isOver` says so, it
   * ends with those that it has.
   */
  *find(term: string, isNear: boolean, isOver: () => boolean, found: Map<string, Match>): Steps<void> {
    let looked = 0
    for (const { postings, weight } of yield* this.#like(term, isNear, isOver)) {
      for (const field of FIELDS) {
        const { size: texts } = postings[field] ?? { size: 0 }
        for (const [piece, times] of postings[field] ?? []) {
          if (++looked % PIECES_A_STEP === 0) {
            if (isOver()) return
            yield
          }
          const score = weight * BOOST[field] * boostOf(piece) * this.#relevance(field, piece, times, texts)
          addTo(found, piece, score, isNear ? postings.term : null)
        }
      }
    }
  }

  #relevance(field: Field, piece: Piece, times: number, texts: number): number {
    const averageLength = this.#lengths[field] / this.#pieces
    return relevance({ times, texts, all: this.#pieces, length: piece.terms[field], averageLength })
  }

  /** The term itself, and those like it. */
  *#like(term: string, isNear: boolean, isOver: () => boolean): Steps<{ postings: Postings; weight: number }[]> {
    const { length } = term
    const most = Math.min(MOST_DIFFERENT, Math.round(PART_DIFFERENT * length))
    if (isNear && most > 0) {
      const near = yield* this.#terms.near(term, most, isOver)
      return near.map(({ value, distance }) => ({
        postings: value,
        weight: distance === 0 ? 1 : weightOfNear(value.term.length, distance),
      }))
    }
    // A single letter begins half of all words: looking for these takes long and finds nothing that is meant.
    if (isNear || length < 2) {
      const postings = this.#terms.get(term)
      return postings === null ? [] : [{ postings, weight: 1 }]
    }
    const longer = yield* this.#terms.beginningWith(term, isOver)
    return longer.map((postings) => ({
      postings,
      weight: postings.term === term ? 1 : weightOfLonger(postings.term.length, postings.term.length - length),
    }))
  }
}

/** Its title stands beside a card's assessment and comments too, to be found together with their words. */
const boostOf = ({ id }: Piece): number => (id.startsWith('card:') ? 1.5 : 1)

function addTo(found: Map<string, Match>, { id, at }: Piece, score: number, term: string | null): void {
  const match = found.get(id) ?? { score: 0, pieces: new Map<number, number>(), terms: new Set<string>() }
  found.set(id, match)
  const ofPiece = (match.pieces.get(at) ?? 0) + score
  match.pieces.set(at, ofPiece)
  match.score = Math.max(match.score, ofPiece)
  if (term !== null) match.terms.add(term)
}

function sizeOf({ title, pieces }: Held): Room {
  const sum = (of: (piece: Piece) => number): number => pieces.reduce((all, piece) => all + of(piece), 0)
  return {
    characters: title.length + sum(({ text }) => text.length),
    terms: sum(({ terms }) => terms.title + terms.text),
  }
}
