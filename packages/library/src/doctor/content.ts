/** Whether what a document says can be shown, and which cards a board's document names. */
import { readAssessment, readBoard, readThreads, type Problem } from '@briefboard/board'
import type { Room, RoomId } from '@briefboard/protocol'
import type * as Y from 'yjs'
import type { Tell } from './finding.ts'

/** Gives the ids of the board's cards; nothing for other rooms. */
export function examineContent(id: RoomId, room: Room, doc: Y.Doc, tell: Tell): string[] {
  try {
    switch (room.kind) {
      case 'board': {
        const { value, problems } = readBoard(room.board, doc)
        tellProblems(problems, id, tell)
        return value.cards.map((card) => card.id)
      }
      case 'card': {
        const problems: Problem[] = []
        readAssessment(doc, problems)
        tellProblems(problems, id, tell)
        return []
      }
      case 'talk': {
        const problems: Problem[] = []
        readThreads(doc, problems)
        tellProblems(problems, id, tell)
        return []
      }
      default:
        return room satisfies never
    }
  } catch (error) {
    tell('room-unreadable', id, error instanceof Error ? error.message : String(error))
    return []
  }
}

function tellProblems(problems: readonly Problem[], room: RoomId, tell: Tell): void {
  for (const { path, reason } of problems) tell('content-unreadable', room, `${path}: ${oneLine(reason)}`)
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
