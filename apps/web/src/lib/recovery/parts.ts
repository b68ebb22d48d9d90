/** A kept document, or the board's of today, as named parts of plain text: what is compared, copied and put into a file. */
import {
  bandOf,
  formatCitations,
  readAssessment,
  readBoard,
  readThreads,
  THREAT_LEVEL_WORDS,
  TLP,
  type Board,
  type Card,
  type Judgement,
  type Thread,
} from '@briefboard/board'
import type { RoomKind } from '@briefboard/protocol'
import type * as Y from 'yjs'
import { STATUS_WORDS } from '#lib/board/card-facts.ts'
import { figureWords } from '#lib/card/figure-words.ts'
import { cardName, instantWords } from '#lib/ui/words.ts'
import { assessmentLines } from './assessment-lines.ts'

export interface Part {
  /** The same thing has the same key in every copy of the document. */
  key: string
  label: string
  lines: string[]
}

/** `titleOf` names a card for people. */
export function partsOf(kind: RoomKind, board: string, doc: Y.Doc, titleOf: (card: string) => string): Part[] {
  switch (kind) {
    case 'card':
      return [{ key: 'assessment', label: 'Assessment', lines: assessmentLines(readAssessment(doc)) }]
    case 'board':
      return boardParts(readBoard(board, doc).value)
    case 'talk':
      return readThreads(doc).flatMap((thread) => threadParts(thread, titleOf(thread.card)))
    default:
      return kind satisfies never
  }
}

function boardParts(board: Board): Part[] {
  const own: Part[] = [
    { key: 'title', label: 'Title of the board', lines: lines(board.title) },
    { key: 'description', label: 'Description of the board', lines: lines(board.description) },
    { key: 'marking', label: 'Marking of the board', lines: [TLP[board.marking].label] },
  ]
  const figures = board.figures.map((figure): Part => {
    const said = `${figureWords(figure)}; ${figure.period}; ${figure.basis} [${formatCitations([figure.citation])}]`
    return { key: `figure/${figure.id}`, label: `Figure “${figure.measure}”`, lines: [said] }
  })
  return [...own, ...board.cards.flatMap((card) => cardParts(board, card)), ...figures]
}

function cardParts(board: Board, card: Card): Part[] {
  const name = cardName(card)
  const part = (field: string, label: string, text: string[]): Part => ({
    ...{ key: `${card.id}/${field}`, label: `“${name}”: ${label}`, lines: text },
  })
  const region = board.regions.find(({ id }) => id === card.region)?.name ?? card.region
  return [
    part('title', 'title', lines(card.title)),
    part('keyJudgement', 'key judgement', lines(card.keyJudgement)),
    part('status', 'status', [STATUS_WORDS[card.status]]),
    part('marking', 'marking', [card.marking === null ? 'As the board' : TLP[card.marking].label]),
    part('region', 'region', [region]),
    part('tags', 'tags', lines(card.tags.join(', '))),
    part(
      'gaps',
      'what is not known',
      card.gaps.map(({ text }) => text),
    ),
    ...card.judgements.map((judgement) =>
      part(`judgement/${judgement.id}`, `judgement of ${judgement.by.name}`, judgementLines(board, judgement)),
    ),
    ...card.lookedAt.map(({ id, symbol, note, by, at }) =>
      part(`lookedAt/${id}`, `looked at ${symbol}`, [`${by.name}, ${instantWords(at)}`, ...lines(note)]),
    ),
  ]
}

function judgementLines({ likelihoodScale }: Board, judgement: Judgement): string[] {
  const { threatLevel, trend, likelihood, confidence, reason, at } = judgement
  const said = `${THREAT_LEVEL_WORDS[threatLevel].word} threat, ${trend}; ${bandOf(likelihoodScale, likelihood).word}; ${confidence} confidence; ${instantWords(at)}`
  return [said, ...lines(reason)]
}

function threadParts(thread: Thread, card: string): Part[] {
  const said = thread.messages.map((message): Part => ({
    key: `${thread.id}/${message.id}`,
    label: `Comment of ${message.by.name} on “${card}”, ${instantWords(message.at)}`,
    lines: lines(message.text),
  }))
  if (thread.resolved === null) return said
  const state = `Resolved by ${thread.resolved.by.name}`
  const begun = thread.messages[0]?.text.slice(0, 60) ?? ''
  return [...said, { key: `${thread.id}/resolved`, label: `Thread “${begun}” on “${card}”`, lines: [state] }]
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
