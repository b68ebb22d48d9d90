/**
 * Who may only read opens a card's document while the card is on its board, and no longer (decision 0027). Whoever reads
 * one has the board's document open on this node with it, so that a removal is noticed here, whoever made it.
 */
import { cardMap } from '@briefboard/board'
import { boardRoom, Refusal, type BoardId, type RoomId, type Room as RoomName } from '@briefboard/protocol'
import { StoreUnavailable, type UpdateLog } from '@briefboard/store'
import { setTimeout as wait } from 'node:timers/promises'
import type { Room } from './room.ts'

export type CardName = Extract<RoomName, { kind: 'card' }>

export interface ShownCardsOptions {
  log: Pick<UpdateLog, 'heads'>
  /** The board's document, opened if need be. @throws Refusal, StoreUnavailable */
  openBoard: (board: BoardId) => Promise<Room>
  onFault: (error: unknown) => void
}

interface Reader {
  card: CardName
  /** The card is no longer on its board. */
  end: () => void
}

/** A removal is told within a second; of many changes in a row, one is looked at. */
const LOOK_AFTER_MS = 250
const AGAIN_AFTER_MS = 1000
/** So long a board on this node may lack what the log has already. */
const CATCH_UP_MS = 2000
const CATCH_UP_STEP_MS = 20

export class ShownCards {
  readonly #options: ShownCardsOptions
  readonly #readers = new Map<BoardId, Set<Reader>>()
  readonly #looks = new Map<BoardId, NodeJS.Timeout>()

  constructor(options: ShownCardsOptions) {
    this.#options = options
  }

  /** @throws Refusal no-such-room if the card is not on its board, no-such-board; StoreUnavailable */
  async expectShown(card: CardName): Promise<void> {
    const board = await this.#options.openBoard(card.board)
    if (await isShown(board, card)) return
    // It may have been put there a moment ago, on another node.
    await this.#catchUp(board)
    if (!(await isShown(board, card))) throw new Refusal('no-such-room', `card/${card.board}/${card.card}`)
  }

  /** Somebody reads a card from now on, until what this gives is called. */
  read(card: CardName, end: () => void): () => void {
    const reader = { card, end }
    const ofBoard = this.#readers.get(card.board) ?? new Set()
    this.#readers.set(card.board, ofBoard.add(reader))
    // Between the question and now it may have been removed.
    this.#lookAfter(card.board, 0)
    return () => {
      ofBoard.delete(reader)
      if (ofBoard.size === 0 && this.#readers.get(card.board) === ofBoard) this.#readers.delete(card.board)
    }
  }

  /** Whether this board's document has to stay open. */
  needs(room: RoomName): boolean {
    return room.kind === 'board' && this.#readers.has(room.board)
  }

  /** Something was stored in this room, or it was closed. */
  changed(room: RoomName): void {
    if (this.needs(room)) this.#lookAfter(room.board, LOOK_AFTER_MS)
  }

  close(): void {
    for (const timer of this.#looks.values()) clearTimeout(timer)
    this.#readers.clear()
  }

  #lookAfter(board: BoardId, ms: number): void {
    if (this.#looks.has(board)) return
    const timer = setTimeout(() => {
      this.#looks.delete(board)
      this.#look(board).catch(this.#options.onFault)
    }, ms)
    this.#looks.set(board, timer.unref())
  }

  async #look(board: BoardId): Promise<void> {
    try {
      const room = await this.#options.openBoard(board)
      for (const reader of [...(this.#readers.get(board) ?? [])]) if (!(await isShown(room, reader.card))) reader.end()
    } catch (error) {
      // While the store is away nobody is sent away for it; nobody can take a card off either.
      if (error instanceof StoreUnavailable) return this.#lookAfter(board, AGAIN_AFTER_MS)
      if (!(error instanceof Refusal)) throw error
      for (const reader of [...(this.#readers.get(board) ?? [])]) reader.end()
    }
  }

  async #catchUp(board: Room): Promise<void> {
    const head = (await this.#options.log.heads([board.id])).get(board.id)
    const end = performance.now() + CATCH_UP_MS
    const isBehind = (): boolean => head !== undefined && head.epoch === board.epoch && board.position < head.position
    while (isBehind() && !board.isClosed && performance.now() < end) await wait(CATCH_UP_STEP_MS)
  }
}

async function isShown(board: Room, { card }: CardName): Promise<boolean> {
  await board.stored.build()
  return cardMap(board.stored.doc, card) !== null
}

export const boardOf = (board: BoardId): { id: RoomId; name: RoomName } => ({
  id: boardRoom(board),
  name: { kind: 'board', board },
})
