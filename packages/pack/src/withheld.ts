/** The texts that a pack must not hold, worked out from the board and the ceiling alone: a fault in `project` shows here. */
import {
  inlinesOf,
  isWithin,
  markingOf,
  textOf,
  type Block,
  type Board,
  type Card,
  type Report,
} from '@briefboard/board'
import { contains, searchable } from './leak-search.ts'
import type { Projection } from './projection.ts'
import { fixedWords } from './words.ts'

/** Shorter sentences are too common to tell anything; shorter names too. */
const SENTENCE_LENGTH = 24
const NAME_LENGTH = 6

/**
 * What was left out and says something of its own: what also stands in a shown card, in a cited paragraph or among the
 * fixed words of every pack is no secret of the withheld one.
 */
export function withheldStrings(board: Board, projection: Projection, reports: readonly Report[] = []): string[] {
  const chosen = new Set(projection.cards.map(({ id }) => id))
  const mayShow = (card: Card): boolean =>
    chosen.has(card.id) && card.status !== 'archived' && isWithin(markingOf(board, card), projection.ceiling)
  const shown = board.cards.filter(mayShow)
  const hidden = board.cards.filter((card) => !mayShow(card))
  const open = searchable([
    ...shown.flatMap((card) => cardTexts(board, card)),
    ...boardTexts(board, isWithin(board.marking, projection.ceiling), shown),
    ...citedTexts(reports, board, shown),
    fixedWords(board.likelihoodScale),
  ])
  const closed = [
    ...hidden.flatMap((card) => cardTexts(board, card)),
    ...boardTexts(board, !isWithin(board.marking, projection.ceiling), hidden),
    ...reports.flatMap(({ paragraphs }) => paragraphs.flatMap(({ digest }) => sentencesOf(digest))),
  ]
  return [...new Set(closed)].filter((text) => !contains(open, text))
}

function cardTexts(board: Board, card: Card): string[] {
  const figures = board.figures.filter((figure) => figure.card === card.id)
  const actors = board.actors.filter(({ id }) => card.actors.includes(id))
  return [
    ...namesOf([
      card.title,
      ...card.tags,
      ...actors.flatMap(({ name, aliases, listReference }) => [name, ...aliases, listReference ?? '']),
    ]),
    ...sentencesOf(card.keyJudgement),
    ...stretchesOf(card.assessment).flatMap(sentencesOf),
    ...card.judgements.flatMap(({ reason }) => sentencesOf(reason)),
    ...card.gaps.flatMap(({ text }) => sentencesOf(text)),
    ...figures.flatMap(({ measure, basis }) => [...sentencesOf(measure), ...sentencesOf(basis)]),
  ]
}

/** The names of regions go with their cards; title and description of the board with its own marking. */
function boardTexts(board: Board, ownText: boolean, cards: readonly Card[]): string[] {
  const regions = board.regions.filter(({ id }) => cards.some((card) => card.region === id))
  return [
    ...namesOf(regions.map(({ name }) => name)),
    ...(ownText ? [...namesOf([board.title]), ...sentencesOf(board.description)] : []),
  ]
}

function citedTexts(reports: readonly Report[], board: Board, shown: readonly Card[]): string[] {
  const keys = new Set(shown.flatMap((card) => citationsIn(board, card)))
  return reports.flatMap(({ symbol, title, paragraphs }) => [
    title,
    ...paragraphs.filter(({ number }) => keys.has(`${symbol}:${number}`)).map(({ digest }) => digest),
  ])
}

function citationsIn(board: Board, card: Card): string[] {
  // Any object with a symbol and a paragraph is a citation, wherever in the card it stands.
  const found: string[] = []
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('symbol' in value && 'paragraph' in value) found.push(`${String(value.symbol)}:${String(value.paragraph)}`)
    for (const inner of Object.values(value)) look(inner)
  }
  look([card, board.figures.filter((figure) => figure.card === card.id)])
  return found
}

/** A renderer puts a note where a citation stands, and may set bold words apart: what lies between is looked for too. */
function stretchesOf(blocks: readonly Block[]): string[] {
  const stretches = ['']
  const pieces: string[] = []
  for (const inline of inlinesOf(blocks)) {
    if (inline.type !== 'text') stretches.push('')
    else {
      stretches.push((stretches.pop() ?? '') + inline.text)
      pieces.push(inline.text)
    }
  }
  return [textOf(blocks), ...stretches, ...pieces]
}

const namesOf = (names: readonly string[]): string[] => names.filter((name) => name.trim().length >= NAME_LENGTH)

/** A text's sentences; where a text has none that is long enough, nothing. */
function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…؟。])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length >= SENTENCE_LENGTH)
}
