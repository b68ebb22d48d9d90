/** Boards in a store: which there are, how one is made, and how one is read as plain values with its cards and reports. */
import {
  assessmentSteps,
  boardSteps,
  inOrder,
  LIMITS,
  openThreadSteps,
  orderBetween,
  type Block,
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
  type NewBoard,
  type RoomId,
} from '@briefboard/protocol'
import { StoreUnavailable, type Store } from '@briefboard/store'
import * as Y from 'yjs'
import { AssessmentsWithin } from './assessments-within.ts'
import { oneAtATime, type DocumentMemory } from './document-memory.ts'
import { readHeldDocument } from './documents.ts'
import { putReport, readReports } from './sources/reports.ts'
import { inTurns } from './turns.ts'

/** The kind of the boards' records. */
export const BOARD = 'board'

/** So many assessments of a board are read at once: all of them together might be more than the memory holds. */
const AT_ONCE = 8

/**
 * Gives a room's document for the time of `look`: a server looks into its open rooms first, which may be a moment behind
 * the log. `isStored` is given where the document was read from the log, so that all that the log held is in it.
 */
export type WithDocument = <T>(room: RoomId, look: (doc: Y.Doc, isStored?: true) => T | Promise<T>) => Promise<T>

export const fromStore =
  (store: Store, memory: DocumentMemory = oneAtATime): WithDocument =>
  async (room, look) => {
    const { doc, taken } = await readHeldDocument(store, room, memory)
    try {
      return await look(doc, true)
    } finally {
      doc.destroy()
      taken.release()
    }
  }

export interface WholeBoard {
  board: Board
  reports: Report[]
  /** By card; those without any are left out. */
  openThreads: ReadonlyMap<string, number>
}

/** Told of each document that cannot be read; what is beside it is read all the same. */
export type OnUnreadable = (room: RoomId, error: unknown) => void

/** Stands where an assessment cannot be read, on pages and in packs: that there is one must not be lost too. */
const UNREADABLE: Block[] = [
  {
    type: 'paragraph',
    content: [
      {
        type: 'text',
        text:
          'This assessment cannot be read now. What is stored of it is kept as it is. ' +
          'Tell whoever runs the server; `briefboard doctor` finds the cause.',
        bold: true,
      },
    ],
  },
]

/** `part`: as `boardSteps` takes it. @throws Refusal no-such-board, board-unreadable; StoreUnavailable */
export async function readWholeBoard(
  store: Store,
  withDocument: WithDocument,
  name: string,
  onUnreadable: OnUnreadable = () => undefined,
  part = 1,
): Promise<WholeBoard> {
  const id = await existing(store, name)
  const read = async <T>(room: RoomId, look: (doc: Y.Doc) => T | Promise<T>, otherwise: () => T): Promise<T> => {
    try {
      return await withDocument(room, look)
    } catch (error) {
      return unlessAway(error, () => {
        onUnreadable(room, error)
        return otherwise()
      })
    }
  }
  const board = await read(
    boardRoom(id),
    async (doc) => (await inTurns(boardSteps(id, doc, part))).value,
    () => {
      throw new Refusal('board-unreadable', id)
    },
  )
  const assessments = new AssessmentsWithin(LIMITS.allAssessments * part)
  const readAssessment = async (card: { id: string }): Promise<void> => {
    const room = cardRoom(id, CardId.parse(card.id))
    const look = async (): Promise<Block[]> =>
      withDocument(room, (doc) => inTurns(assessmentSteps(doc))).catch(emptyIfMissing)
    const blocks = await look().catch((error: unknown) =>
      unlessAway(error, () => {
        onUnreadable(room, error)
        return UNREADABLE
      }),
    )
    // Cut as it comes: a few that are read together may be more than all of them may be.
    assessments.add(card.id, blocks)
  }
  for (let at = 0; at < board.cards.length; at += AT_ONCE)
    await Promise.all(board.cards.slice(at, at + AT_ONCE).map(readAssessment))
  const written = assessments.all()
  const cards = board.cards.map((card) => ({ ...card, assessment: [...(written.get(card.id) ?? [])] }))
  const counts = await read(
    talkRoom(id),
    (doc) => inTurns(openThreadSteps(doc)),
    () => new Map<string, number>(),
  )
  return { board: { ...board, cards }, reports: await readReports(store, id), openThreads: counts }
}

/** A store that is away makes nothing unreadable, and neither does a server that is busy: they say so themselves. */
export function unlessAway<T>(error: unknown, otherwise: () => T): T {
  if (error instanceof StoreUnavailable) throw error
  if (error instanceof Refusal && error.code === 'documents-busy') throw error
  return otherwise()
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
