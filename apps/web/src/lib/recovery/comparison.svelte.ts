/** One kept text beside what the board says now, which is followed live for as long as it is looked at. */
import { readAssessment, writeAssessment, type Block } from '@briefboard/board'
import * as Y from 'yjs'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import { onceAFrame } from '#lib/session/once-a-frame.ts'
import type { RoomSession } from '#lib/session/room.svelte.ts'
import { cardName, instantWords } from '#lib/ui/words.ts'
import { blocksOnlyIn } from './assessment-lines.ts'
import { compareParts, type Difference } from './compare.ts'
import { partsOf, type Part } from './parts.ts'
import type { Recovery } from './recovery.ts'

interface Copy {
  parts: Part[]
  /** Of an assessment; empty of everything else. */
  blocks: Block[]
}

export class Comparison {
  readonly recovery: Recovery
  /** What this device had. */
  readonly kept: Copy
  readonly #session: BoardSession
  readonly #room: RoomSession
  readonly #unfollow: () => void
  /** What the page's own document says; that is the board's version unless an edit in it was refused. */
  #shown = $state.raw<Copy | null>(null)

  constructor(recovery: Recovery, session: BoardSession) {
    this.recovery = recovery
    this.#session = session
    const doc = new Y.Doc()
    Y.applyUpdate(doc, recovery.state)
    this.kept = this.#read(doc)
    doc.destroy()
    const { kind, card } = recovery
    this.#room = kind === 'card' ? session.openCard(card ?? '') : kind === 'talk' ? session.talk : session.room
    this.#unfollow = this.#room.follow(({ doc, provider }) => {
      this.#shown = null
      const look = (): void => {
        if (this.#room.ready) this.#shown = this.#read(doc)
      }
      look()
      provider.on('sync', look)
      return onceAFrame(doc, look)
    })
  }

  #read(doc: Y.Doc): Copy {
    const { kind, board } = this.recovery
    return {
      parts: partsOf(kind, board, doc, (card) => titleOf(this.#session, card)),
      blocks: kind === 'card' ? readAssessment(doc) : [],
    }
  }

  /** `away`: the board’s version cannot be had now, `gone`: there is none, `refused`: the page does not show it yet. */
  get state(): 'ready' | 'reading' | 'away' | 'gone' | 'refused' {
    if (this.#room.ending === 'gone') return 'gone'
    if (this.#room.saved.kind === 'refused') return 'refused'
    if (this.#shown !== null) return 'ready'
    return this.#room.ending === null && this.#room.saved.kind === 'connecting' ? 'reading' : 'away'
  }

  /** What the page shows is stored, too. */
  get isSaved(): boolean {
    return this.#room.saved.kind === 'saved'
  }

  readonly #now = $derived.by((): Copy | null => (this.state === 'ready' ? this.#shown : null))

  /** Null until the board's version is here. */
  differences = $derived.by((): Difference[] | null =>
    this.#now === null ? null : compareParts(this.kept.parts, this.#now.parts),
  )

  /** Whole paragraphs that the card does not have. */
  missing = $derived.by((): Block[] => (this.#now === null ? [] : blocksOnlyIn(this.kept.blocks, this.#now.blocks)))

  /** What to copy or download: of an assessment all, of a board or its comments only what is not there now. */
  get texts(): Part[] {
    if (this.recovery.kind === 'card' || this.differences === null) return this.kept.parts
    const keys = new Set(this.differences.map(({ key }) => key))
    return this.kept.parts.filter(({ key }) => keys.has(key))
  }

  get canPut(): boolean {
    return this.recovery.kind === 'card' && this.#session.canWrite && this.missing.length > 0
  }

  /** Writes what the card lacks to its end, as this person's own words of today. */
  put(): void {
    const words = `Recovered text, ${instantWords(this.recovery.at)}`
    const heading: Block = { type: 'heading', level: 3, content: [{ type: 'text', text: words }] }
    writeAssessment(this.#room.doc, [heading, ...this.missing], this.#session.origin)
  }

  close(): void {
    this.#unfollow()
    const { kind, card } = this.recovery
    if (kind === 'card') void this.#session.closeCard(card ?? '')
  }
}

/** A card's title as the board has it today. */
export function titleOf(session: Pick<BoardSession, 'board'>, card: string): string {
  const found = session.board.cards.find(({ id }) => id === card)
  if (found === undefined) return 'A card that is not on the board now'
  return cardName(found)
}
