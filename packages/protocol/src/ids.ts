/** Names of boards, cards and rooms: what is a valid one, and how a room's name is put together and taken apart. */
import * as z from 'zod/mini'

const SLUG = /^[a-z0-9][a-z0-9-]{0,63}$/

export const BoardId = z.string().check(z.regex(SLUG)).brand<'BoardId'>()
export type BoardId = z.infer<typeof BoardId>

export const CardId = z.string().check(z.regex(SLUG)).brand<'CardId'>()
export type CardId = z.infer<typeof CardId>

/** A room's name as it stands in the address: `board/<boardId>`, `card/<boardId>/<cardId>` or `talk/<boardId>`. */
export type RoomId = string & z.$brand<'RoomId'>

export type Room =
  { kind: 'board'; board: BoardId } | { kind: 'card'; board: BoardId; card: CardId } | { kind: 'talk'; board: BoardId }

export type RoomKind = Room['kind']

// The names below are made of validated parts, which is all that the brand says.
export const boardRoom = (board: BoardId): RoomId => `board/${board}` as RoomId
export const talkRoom = (board: BoardId): RoomId => `talk/${board}` as RoomId
export const cardRoom = (board: BoardId, card: CardId): RoomId => `card/${board}/${card}` as RoomId

/** Takes a room's name apart; null if it is none. */
export function parseRoom(name: string): Room | null {
  const [kind, first, second, ...rest] = name.split('/')
  const board = BoardId.safeParse(first)
  if (!board.success || rest.length > 0) return null
  if ((kind === 'board' || kind === 'talk') && second === undefined) return { kind, board: board.data }
  const card = CardId.safeParse(second)
  if (kind === 'card' && card.success) return { kind, board: board.data, card: card.data }
  return null
}

export function roomId(room: Room): RoomId {
  switch (room.kind) {
    case 'board':
      return boardRoom(room.board)
    case 'talk':
      return talkRoom(room.board)
    case 'card':
      return cardRoom(room.board, room.card)
    default:
      return room satisfies never
  }
}

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A new id of 12 characters that are hard to confuse: 60 random bits. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return Array.from(bytes, (byte) => ALPHABET[byte & 31]).join('')
}

export const newCardId = (): CardId => CardId.parse(newId())
export const newBoardId = (): BoardId => BoardId.parse(newId())
