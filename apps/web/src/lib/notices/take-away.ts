/** The text of documents that only this page has, as a person takes it away: for the clipboard, and as a file. */
import { markingOf, TLP } from '@briefboard/board'
import { parseRoom } from '@briefboard/protocol'
import { titleOf } from '#lib/recovery/comparison.svelte.ts'
import { partsOf } from '#lib/recovery/parts.ts'
import { pageText, placeWords } from '#lib/recovery/recovery-words.ts'
import type { BoardSession } from '#lib/session/board.svelte.ts'
import type { RoomSession } from '#lib/session/room.svelte.ts'

/** What leaves the board says how it is marked. */
export function textOnPage(session: BoardSession, rooms: readonly RoomSession[], at: Date): string {
  const documents = rooms.flatMap((room) => {
    const of = parseRoom(room.id)
    if (of === null) return []
    const id = of.kind === 'card' ? of.card : null
    const card = session.board.cards.find((each) => each.id === id)
    const name = (some: string): string => titleOf(session, some)
    return {
      place: placeWords({ kind: of.kind, card: id }, name),
      marking: TLP[card === undefined ? session.board.marking : markingOf(session.board, card)].label,
      parts: partsOf(of.kind, session.id, room.doc, name),
    }
  })
  return pageText(documents, at.toISOString())
}

/** `unsaved-isil-2016-2018-2026-05-04.md` */
export const takenName = (session: Pick<BoardSession, 'id'>, at: Date): string =>
  `unsaved-${session.id}-${at.toISOString().slice(0, 10)}.md`
