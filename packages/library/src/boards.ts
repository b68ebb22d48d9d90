/** Boards in a store: which there are, how one is made, and how one is read as plain values with its cards and reports. */
import {
  inOrder,
  openThreads,
  orderBetween,
  readAssessment,
  readBoard,
  readThreads,
  type Board,
  type Report,
} from '@briefboard/board'
import { documentsOf, type SeededBoard } from '@briefboard/board/seed'
import {
  BoardId,
  boardRoom,
  CardId,
  cardRoom,
  newBoardId,
  newId,
  Refusal,
  talkRoom,
  type BoardSummary,
  type NewBoard,
  type RoomId,
} from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import * as Y from 'yjs'
import { readDocument } from './documents.ts'
import { putReport, readReports } from './sources/reports.ts'

const BOARD = 'board'

/** Gives a room's document for the time of `look`: a server looks into its open rooms first. */
export type WithDocument = <T>(room: RoomId, look: (doc: Y.Doc) => T) => Promise<T>

export const fromStore =
  (store: Store): WithDocument =>
  async (room, look) => {
    const doc = await readDocument(store, room)
    try {
      return look(doc)
    } finally {
      doc.destroy()
    }
  }

export interface WholeBoard {
  board: Board
  reports: Report[]
  openThreads: Record<string, number>
}

/** @throws Refusal no-such-board */
export async function readWholeBoard(store: Store, withDocument: WithDocument, name: string): Promise<WholeBoard> {
  const id = await existing(store, name)
  const board = await withDocument(boardRoom(id), (doc) => readBoard(id, doc).value)
  const cards = await Promise.all(
    board.cards.map(async (card) => {
      const assessment = await withDocument(cardRoom(id, CardId.parse(card.id)), readAssessment).catch(emptyIfMissing)
      return { ...card, assessment }
    }),
  )
  const counts = await withDocument(talkRoom(id), (doc) => openThreads(readThreads(doc)))
  return { board: { ...board, cards }, reports: await readReports(store, id), openThreads: Object.fromEntries(counts) }
}

/** A card that was made a moment ago has no assessment yet: its room comes with its first edit. */
function emptyIfMissing(error: unknown): [] {
  if (error instanceof Refusal && error.code === 'no-such-room') return []
  throw error
}

/** @throws Refusal no-such-board */
export async function existing(store: Store, name: string): Promise<BoardId> {
  const id = BoardId.safeParse(name)
  if (!id.success || (await store.records.get(BOARD, id.data)) === null) throw new Refusal('no-such-board', name)
  return id.data
}

export async function listBoards(store: Store, withDocument: WithDocument): Promise<BoardSummary[]> {
  const records = await store.records.list(BOARD)
  return Promise.all(
    records.map(({ id }) => withDocument(boardRoom(BoardId.parse(id)), (doc) => summaryOf(readBoard(id, doc).value))),
  )
}

function summaryOf(board: Board): BoardSummary {
  const { title, description, marking, cards, regions, asOf } = board
  const live = cards.filter(({ status }) => status !== 'archived').length
  return { id: BoardId.parse(board.id), title, description, marking, cards: live, regions: regions.length, asOf }
}

/** Makes a board from a plain one. False, and nothing changed, if there is one of that id already. (S8) */
export async function createBoard(store: Store, { board, reports }: SeededBoard): Promise<boolean> {
  const id = BoardId.parse(board.id)
  // The record comes last: a board that is listed is whole. What a crash leaves half done is finished by the next try.
  if ((await store.records.get(BOARD, id)) !== null) return false
  for (const { room, update } of documentsOf(board)) await store.log.create(room, update)
  for (const report of reports) await putReport(store, id, report)
  return store.records.put(BOARD, id, { createdAt: new Date().toISOString() }, 0)
}

/** An empty board with its regions. */
export function plainBoard({ id, title, description, marking, regions }: NewBoard): Board {
  let order: string | null = null
  return {
    ...{ id: id ?? newBoardId(), title, description, marking, asOf: null, likelihoodScale: 'icd203' },
    regions: regions
      .map((name) => ({
        id: newId(),
        name,
        order: (order = orderBetween(order, null)),
        m49: [],
        countries: [],
        headings: [],
      }))
      .toSorted(inOrder),
    ...{ cards: [], actors: [], figures: [] },
  }
}
