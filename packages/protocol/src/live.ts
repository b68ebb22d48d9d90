/** News on Socket.IO: hints that something changed, never the only copy of a fact. */
import type { BoardId, CardId } from './ids.ts'

export type PackStage = 'waiting' | 'projecting' | 'rendering' | 'checking' | 'ready' | 'failed'

export interface PackProgress {
  board: BoardId
  pack: string
  stage: PackStage
  /** 0 to 1. */
  done: number
  /** What is being done, in words. */
  words: string
}

export interface ServerEvents {
  /** The list of boards is not what it was. */
  'boards:changed': () => void
  'pack:progress': (progress: PackProgress) => void
  'card:archived': (news: CardNews) => void
  'card:restored': (news: CardNews) => void
  'card:created': (news: CardNews) => void
  /** A report was brought to a board, or taken off it. */
  'reports:changed': (news: ReportNews) => void
}

export interface ReportNews {
  board: BoardId
  symbol: string
  what: 'imported' | 'undone'
  /** The name of who did it. */
  by: string
}

export interface CardNews {
  board: BoardId
  card: CardId
  title: string
  /** The name of who did it. */
  by: string
}

/** What a client may have done to a card that others are told of. */
export const CARD_TALES = ['archived', 'restored', 'created'] as const
export type CardTale = (typeof CARD_TALES)[number]

/** Any client may send anything; the server parses each event, and answers where an answer is awaited. */
export interface ClientEvents {
  /** From now on, tell this connection about a board. */
  'board:watch': (board: string, answer: (ok: boolean) => void) => void
  'board:leave': (board: string) => void
  /** What this client has just done to a card, to be told to the others who watch the board. */
  'card:tell': (kind: CardTale, board: string, card: string, title: string) => void
}
