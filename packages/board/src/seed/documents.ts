/** A plain board as the first update of each of its rooms: what seeding and importing append. */
import { boardRoom, BoardId, cardRoom, CardId, talkRoom, type RoomId } from '@briefboard/protocol'
import * as Y from 'yjs'
import { writeAssessment } from '../doc/write-assessment.ts'
import { putActor, putCard, putFigure, putRegion, setBoardFields } from '../doc/edit.ts'
import { SCHEMA, boardMap, threadsMap } from '../doc/schema.ts'
import type { Board } from '../model.ts'

export interface SeededDocument {
  room: RoomId
  /** A Yjs v1 update. */
  update: Uint8Array
}

/** One update a room: the board, its talk, and each card's assessment. The board's own room comes last, so that a board that is there is whole. */
export function documentsOf(board: Board): SeededDocument[] {
  const id = BoardId.parse(board.id)
  const cards = board.cards.map((card) =>
    documentOf(cardRoom(id, CardId.parse(card.id)), (doc) => writeAssessment(doc, card.assessment, 'seed')),
  )
  const talk = documentOf(talkRoom(id), (doc) => void threadsMap(doc))
  return [...cards, talk, documentOf(boardRoom(id), (doc) => writeBoard(doc, board))]
}

function writeBoard(doc: Y.Doc, board: Board): void {
  const { title, description, marking, likelihoodScale, asOf } = board
  boardMap(doc).set('schema', SCHEMA)
  setBoardFields(doc, { title, description, marking, likelihoodScale, asOf }, 'seed')
  for (const region of board.regions) putRegion(doc, region, 'seed')
  for (const actor of board.actors) putActor(doc, actor, 'seed')
  for (const card of board.cards) putCard(doc, card, 'seed')
  for (const figure of board.figures) putFigure(doc, figure, 'seed')
}

function documentOf(room: RoomId, write: (doc: Y.Doc) => void): SeededDocument {
  const doc = new Y.Doc()
  doc.transact(() => write(doc), 'seed')
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return { room, update }
}
