/**
 * What a search needs to know of a board's documents, kept up to date: at each look only rooms whose log has moved are
 * read again, and it is told which cards are not what they were.
 */
import {
  actorsMap,
  assessmentSteps,
  cardMap,
  cardsMap,
  cardSteps,
  figuresMap,
  frameSteps,
  regionsMap,
  threadSteps,
  type Card,
  type Frame,
  type Thread,
} from '@briefboard/board'
import { boardRoom, CardId, cardRoom, Refusal, talkRoom, type BoardId, type RoomId } from '@briefboard/protocol'
import { RoomMissing, StoreUnavailable, type Head, type Store } from '@briefboard/store'
import type * as Y from 'yjs'
import type { DocumentMemory } from '../document-memory.ts'
import { heldDocumentOf, readHistory } from '../history.ts'
import { assessmentWords, NO_WORDS, type AssessmentWords } from './entries.ts'
import { KeptDocument } from './kept-document.ts'
import { inTurns, turns } from '../turns.ts'

/** In UTF-16 units, of the assessments of one board: what is beyond it is read again each time that it is needed. */
const MOST_KEPT = 24_000_000

const EMPTY: Frame = { regions: [], actors: [], figures: [] }

/** Of a room of which nothing was ever read. */
const NEVER: Head = { epoch: '', position: -1 }

export class BoardContent {
  /** Cards that have changed, come or gone, since whoever reads this took them out. */
  readonly changed = new Set<string>()
  /** What stands around all cards; another object whenever it has changed. */
  frame: Frame = EMPTY
  readonly #store: Store
  readonly #memory: DocumentMemory
  readonly #id: BoardId
  readonly #board: KeptDocument
  readonly #talk: KeptDocument
  readonly #cards = new Map<CardId, Card>()
  /** As the log had them when the board was last looked at. */
  #heads: ReadonlyMap<RoomId, Head> = new Map()
  readonly #assessments = new Map<CardId, Assessment>()
  #kept = 0
  #threads = new Map<string, Thread[]>()
  #boardDoc: Y.Doc | null = null
  #talkDoc: Y.Doc | null = null
  #frameChanged = false
  /** Cards whose fields are to be read again. */
  readonly #toRead = new Set<string>()

  constructor(store: Store, id: BoardId, memory: DocumentMemory) {
    this.#store = store
    this.#memory = memory
    this.#id = id
    this.#board = new KeptDocument(store, memory, boardRoom(id), (doc) => this.#watchBoard(doc))
    this.#talk = new KeptDocument(store, memory, talkRoom(id), (doc) => (this.#talkDoc = doc))
  }

  /** What the assessments that are kept take, in bytes, as an estimate. */
  get memory(): number {
    return 2 * this.#kept
  }

  /** A card as it is now, and what its assessment says; null if there is none. @throws Refusal documents-busy; StoreUnavailable */
  async card(id: string): Promise<{ card: Card; assessment: AssessmentWords; threads: Thread[] } | null> {
    // Where it is none's id, there is none to find.
    const name = id as CardId
    const card = this.#cards.get(name)
    if (card === undefined) return null
    const known = this.#assessments.get(name)
    const isCurrent = known !== undefined && isSame(known.head, this.#heads.get(this.#roomOf(name)))
    const assessment = (isCurrent ? known.words : null) ?? (await this.#readAssessment(name))
    return { card, assessment, threads: this.#threads.get(id) ?? [] }
  }

  /** Every edit that was stored before the call is known after it. @throws Refusal no-such-room; StoreUnavailable */
  async update(): Promise<void> {
    const known = new Set(this.#cards.keys())
    const heads = await this.#store.log.heads([
      ...[boardRoom(this.#id), talkRoom(this.#id)],
      ...[...known].map(this.#roomOf),
    ])
    if (!this.#board.isAt(heads.get(boardRoom(this.#id)))) await this.#board.update()
    await this.#readFields()
    const come = [...this.#cards.keys()].filter((card) => !known.has(card)).map(this.#roomOf)
    this.#heads = new Map([...heads, ...(come.length > 0 ? await this.#store.log.heads(come) : [])])
    for (const card of this.#cards.keys())
      if (!isSame(this.#assessments.get(card)?.head, this.#heads.get(this.#roomOf(card)))) this.changed.add(card)
    if (!this.#talk.isAt(heads.get(talkRoom(this.#id)))) {
      await this.#talk.update()
      await this.#readThreads()
    }
  }

  #watchBoard(doc: Y.Doc): void {
    this.#boardDoc = doc
    this.#frameChanged = true
    for (const card of [...this.#cards.keys(), ...cardsMap(doc).keys()]) this.#toRead.add(card)
    cardsMap(doc).observeDeep((events) => {
      for (const { path, changes } of events) {
        // An event of the map of cards itself has no path: cards came, went or were put in another's place.
        for (const card of path.length > 0 ? [String(path[0])] : changes.keys.keys()) this.#toRead.add(card)
      }
    })
    for (const map of [regionsMap(doc), actorsMap(doc), figuresMap(doc)]) {
      map.observeDeep(() => (this.#frameChanged = true))
    }
  }

  async #readFields(): Promise<void> {
    const doc = this.#boardDoc
    if (doc === null) return
    if (this.#frameChanged) {
      this.frame = await inTurns(frameSteps(doc))
      // Names of regions and actors stand beside every card.
      for (const card of this.#cards.keys()) this.changed.add(card)
      this.#frameChanged = false
    }
    const rest = turns()
    for (const id of this.#toRead) {
      this.#toRead.delete(id)
      this.changed.add(id)
      const map = cardMap(doc, id)
      // One under a key that is no card's id has no room, and no page to lead to.
      const name = CardId.safeParse(id)
      if (map !== null && name.success) this.#cards.set(name.data, await inTurns(cardSteps(id, map)))
      else this.#forget(id)
      await rest()
    }
  }

  #forget(card: string): void {
    // Where it is none's id, there is none to delete.
    this.#cards.delete(card as CardId)
    this.#keep(card as CardId, null)
  }

  async #readAssessment(card: CardId): Promise<AssessmentWords> {
    try {
      const loaded = await this.#store.log.load(this.#roomOf(card))
      const { doc, taken } = await heldDocumentOf(await readHistory(loaded), this.#memory)
      const { epoch, position } = loaded
      try {
        const words = assessmentWords(await inTurns(assessmentSteps(doc)))
        this.#keep(card, { head: { epoch, position }, words })
        return words
      } finally {
        doc.destroy()
        taken.release()
      }
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof Refusal) throw error
      // A card that was made a moment ago has no room yet: that comes with its first edit.
      if (error instanceof RoomMissing) this.#keep(card, null)
      // The rest of the board is found; the page and doctor tell of this one.
      else this.#keep(card, { head: this.#heads.get(this.#roomOf(card)) ?? NEVER, words: NO_WORDS })
      return NO_WORDS
    }
  }

  #keep(card: CardId, assessment: Assessment | null): void {
    this.#kept -= this.#assessments.get(card)?.words?.text.length ?? 0
    if (assessment === null) return void this.#assessments.delete(card)
    const size = assessment.words?.text.length ?? 0
    const hasRoom = this.#kept + size <= MOST_KEPT
    if (hasRoom) this.#kept += size
    this.#assessments.set(card, hasRoom ? assessment : { ...assessment, words: null })
  }

  async #readThreads(): Promise<void> {
    if (this.#talkDoc === null) return
    const threads = Map.groupBy(await inTurns(threadSteps(this.#talkDoc)), ({ card }) => card)
    const rest = turns()
    for (const card of new Set([...threads.keys(), ...this.#threads.keys()])) {
      if (!saySame(threads.get(card) ?? [], this.#threads.get(card) ?? [])) this.changed.add(card)
      await rest()
    }
    this.#threads = threads
  }

  readonly #roomOf = (card: CardId): RoomId => cardRoom(this.#id, card)

  close(): void {
    this.#board.close()
    this.#talk.close()
  }
}

interface Assessment {
  head: Head
  /** null: there is no room to keep them. */
  words: AssessmentWords | null
}

/** A card that was made a moment ago has no room, and so no head. */
const isSame = (one: Head | undefined, other: Head | undefined): boolean =>
  one?.position === other?.position && one?.epoch === other?.epoch

/** To who searches. */
const saySame = (some: readonly Thread[], others: readonly Thread[]): boolean =>
  some.length === others.length && some.every((thread, index) => saysSame(thread, others[index]!))

const saysSame = (one: Thread, other: Thread): boolean =>
  one.id === other.id &&
  one.anchor?.quote === other.anchor?.quote &&
  one.messages.length === other.messages.length &&
  one.messages.every(({ by, text }, index) => {
    const said = other.messages[index]!
    return by.name === said.by.name && text === said.text
  })
