/**
 * The list of all boards. What it says of one is kept for as long as nothing is appended to that board: one heavy board
 * must not be read anew by everybody who opens the front page.
 */
import { outlineSteps } from '@briefboard/board'
import {
  BoardId,
  boardRoom,
  REFUSALS,
  type BoardList,
  type BoardSummary,
  type RoomId,
  type UnreadableBoard,
} from '@briefboard/protocol'
import type { Head, Store } from '@briefboard/store'
import { BOARD, unlessAway, type OnUnreadable, type WithDocument } from './boards.ts'
import { inTurns } from './turns.ts'

interface Kept {
  head: Head
  summary: Promise<BoardSummary>
}

export interface BoardListOptions {
  store: Store
  withDocument: WithDocument
  onUnreadable?: OnUnreadable
}

/** Gives what lists them: one that cannot be read stands beside those that can. What it gives throws StoreUnavailable. */
export function openBoardList({ store, withDocument, onUnreadable }: BoardListOptions): () => Promise<BoardList> {
  const kept = new Map<string, Kept>()

  const summaryOf = (id: BoardId, head: Head | undefined): Promise<BoardSummary> => {
    const known = kept.get(id)
    if (head !== undefined && known !== undefined && isSame(known.head, head)) return known.summary
    const reading = withDocument(boardRoom(id), async (doc, isStored) => ({
      summary: { id, ...(await inTurns(outlineSteps(doc))) },
      isStored: isStored === true,
    }))
    const summary = reading.then((read) => read.summary)
    if (head === undefined) return summary
    const own: Kept = { head, summary }
    kept.set(id, own)
    const forget = (): void => void (kept.get(id) === own && kept.delete(id))
    // An open room may not have heard yet of what the log has: there it is read each time, which is cheap.
    reading.then((read) => void (read.isStored || forget()), forget)
    return summary
  }

  return async () => {
    const ids = (await store.records.list(BOARD)).map(({ id }) => id)
    const valid = ids.filter((id): id is BoardId => BoardId.safeParse(id).success)
    // Before anything is read: what is appended meanwhile is read again by the next who asks.
    const heads = await store.log.heads(valid.map(boardRoom))
    for (const id of kept.keys()) if (!ids.includes(id)) kept.delete(id)
    const entries = await Promise.all(
      ids.map(async (id): Promise<BoardSummary | UnreadableBoard> => {
        try {
          const board = BoardId.parse(id)
          return await summaryOf(board, heads.get(boardRoom(board)))
        } catch (error) {
          unlessAway(error, () => onUnreadable?.(`board/${id}` as RoomId, error)) // the name of a room, if it is one
          return { id, words: REFUSALS['board-unreadable'].title }
        }
      }),
    )
    return {
      boards: entries.filter((entry): entry is BoardSummary => !('words' in entry)),
      unreadable: entries.filter((entry) => 'words' in entry),
    }
  }
}

const isSame = (a: Head, b: Head): boolean => a.epoch === b.epoch && a.position === b.position
