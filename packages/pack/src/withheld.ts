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
import { citedParagraphs } from './cited-paragraphs.ts'
import { searchable, searchFor } from './leak-search.ts'
import type { Projection } from './projection.ts'
import { stringsOf } from './strings.ts'
import { fixedWords } from './words.ts'

/** Shorter sentences are too common to tell anything; shorter names too. */
const SENTENCE_LENGTH = 24
const NAME_LENGTH = 6

/**
 * What lies above the ceiling and says something of its own: what also stands in a card within it, in a paragraph that
 * such a card cites, in a report's headings or among the fixed words of every pack is no secret of the withheld one.
 */
export function withheldStrings(board: Board, projection: Projection, reports: readonly Report[] = []): string[] {
  const within = board.cards.filter((card) => isWithin(markingOf(board, card), projection.ceiling))
  const above = board.cards.filter((card) => !isWithin(markingOf(board, card), projection.ceiling))
  const open = searchable([
    // Ids, themes and countries too: a withheld card's tag may be another card's theme.
    ...stringsOf(within),
    ...within.flatMap((card) => cardTexts(board, card)),
    // Whole, short words too: what is measured on one card may be the title of another.
    ...stringsOf(board.figures.filter((figure) => within.some(({ id }) => id === figure.card))),
    ...boardTexts(board, isWithin(board.marking, projection.ceiling), within),
    ...reports.flatMap(({ title, sections }) => [title, ...sections.map(({ heading }) => heading)]),
    ...citedParagraphs(reports, board, within).flatMap(({ paragraphs }) => paragraphs.map(({ digest }) => digest)),
    fixedWords(board.likelihoodScale),
  ])
  const closed = [
    ...above.flatMap((card) => cardTexts(board, card)),
    ...boardTexts(board, !isWithin(board.marking, projection.ceiling), above),
    ...reports.flatMap(({ paragraphs }) => paragraphs.flatMap(({ digest }) => sentencesOf(digest))),
  ]
  const told = searchFor(closed)(open)
  return [...new Set(closed)].filter((text) => !told.has(text))
}

/** The ids of the cards above the ceiling that some of these texts are from. */
export function cardsHolding(board: Board, { ceiling }: Projection, texts: ReadonlySet<string>): string[] {
  const above = board.cards.filter((card) => !isWithin(markingOf(board, card), ceiling))
  const holds = (card: Card): boolean =>
    [...cardTexts(board, card), ...boardTexts(board, false, [card])].some((text) => texts.has(text))
  return above.filter(holds).map(({ id }) => id)
}

function cardTexts(board: Board, card: Card): string[] {
  const figures = board.figures.filter((figure) => figure.card === card.id)
  const named = new Set(card.actors)
  const actors = board.actors.filter(({ id }) => named.has(id))
  return [
    ...namesOf([
      card.title,
      ...card.tags,
      ...linksIn(card.assessment),
      ...actors.flatMap(({ name, aliases, listReference }) => [name, ...aliases, listReference ?? '']),
    ]),
    ...sentencesOf(card.keyJudgement),
    ...stretchesOf(card.assessment).flatMap(sentencesOf),
    ...card.judgements.flatMap(({ reason }) => sentencesOf(reason)),
    ...card.gaps.flatMap(({ text }) => sentencesOf(text)),
    ...figures.flatMap(({ measure, basis }) => [...sentencesOf(measure), ...sentencesOf(basis)]),
    ...quotationsIn([card, figures]).flatMap(sentencesOf),
  ]
}

const linksIn = (blocks: readonly Block[]): string[] =>
  [...inlinesOf(blocks)].flatMap((inline) => (inline.type === 'text' && inline.link !== undefined ? [inline.link] : []))

/** The names of regions go with their cards; title and description of the board with its own marking. */
function boardTexts(board: Board, ownText: boolean, cards: readonly Card[]): string[] {
  const regions = board.regions.filter(({ id }) => cards.some((card) => card.region === id))
  return [
    ...namesOf(regions.map(({ name }) => name)),
    ...(ownText ? [...namesOf([board.title]), ...sentencesOf(board.description)] : []),
  ]
}

/** What is quoted, wherever in the value it stands: which words of a public document a card rests on is its own. */
function quotationsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'quotation' in value ? stringsOf(value.quotation) : []
  return [...own, ...Object.values(value).flatMap(quotationsIn)]
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
