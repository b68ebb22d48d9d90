/** A board as a search sees it: pieces of text, each with where it stands and by what fields it can be found. */
import {
  citationKey,
  citationsOf,
  citedBy,
  currentJudgement,
  textOf,
  type Block,
  type Card,
  type Frame,
  type Report,
  type Thread,
} from '@briefboard/board'
import type { EntryKind } from '@briefboard/protocol'
import { beginningOf, LONGEST_TEXT } from './pieces.ts'

export interface SearchEntry {
  id: string
  kind: EntryKind
  title: string
  text: string
  /** The card that it belongs to, or null. */
  card: string | null
  /** The cited place that it is, as `citationKey` writes it, or null. */
  place: string | null
  /** Ids and names, as they stand. */
  regions: string[]
  /** Their ids; `BoardIndex` knows their names. */
  actors: readonly string[]
  level: string | null
  status: string | null
  /** Places that it cites; a paragraph cites itself. */
  cites: string[]
}

/** What a search needs to know of an assessment. */
export interface AssessmentWords {
  /** As much of it as is searched, and a little to tell. */
  text: string
  /** Keys of the places that it cites, each once. */
  cites: readonly string[]
}

export const NO_WORDS: AssessmentWords = { text: '', cites: [] }

export const assessmentWords = (blocks: readonly Block[]): AssessmentWords => ({
  text: searchedOf(textOf(blocks)),
  cites: [...new Set(citationsOf(blocks).map(citationKey))],
})

/** That it was cut is told by its length. */
const searchedOf = (text: string): string => beginningOf(text, LONGEST_TEXT + 1)

/** What a search finds out about a card, its assessment and its comments. Archived cards are found too, by their status. */
export function entriesOfCard(
  frame: Frame,
  card: Card,
  { text, cites }: AssessmentWords,
  threads: readonly Thread[],
): SearchEntry[] {
  const fields = fieldsOf(frame, card, cites)
  return [
    { ...fields, id: `card:${card.id}`, kind: 'card' as const, text: wordsOf(card) },
    ...(text.trim() === '' ? [] : [{ ...fields, id: `assessment:${card.id}`, kind: 'assessment' as const, text }]),
    ...threads.map((thread) => ({
      ...{ ...fields, id: `comment:${thread.id}`, kind: 'comment' as const },
      text: wordsOfThread(thread),
    })),
  ]
}

/** As much of it as is searched, and a little to tell. */
function wordsOfThread({ anchor, messages }: Thread): string {
  let words = anchor?.quote ?? ''
  for (const { by, text } of messages) {
    if (words.length > LONGEST_TEXT) break
    words += `${words === '' ? '' : '\n'}${by.name}: ${text}`
  }
  return words
}

type Fields = Omit<SearchEntry, 'id' | 'kind' | 'text'>

function fieldsOf(frame: Frame, card: Card, cites: readonly string[]): Fields {
  const region = frame.regions.find(({ id }) => id === card.region)
  return {
    title: card.title,
    card: card.id,
    place: null,
    regions: [card.region, ...(region === undefined ? [] : [region.name]), ...card.countries],
    actors: card.actors,
    level: currentJudgement(card)?.threatLevel ?? null,
    status: card.status,
    cites: [...new Set([...cites, ...citedBy(frame, card).map(citationKey)])],
  }
}

function wordsOf({ keyJudgement, judgements, gaps, tags }: Card): string {
  return [keyJudgement, ...judgements.map(({ reason }) => reason), ...gaps.map(({ text }) => text), tags.join(', ')]
    .filter((text) => text !== '')
    .join('\n')
}

/**
 * Each paragraph of a report: its digest, and its own text if that was imported (`texts`, by number). A document may have
 * paragraphs of which there is no digest.
 */
export function entriesOfReport(
  { symbol, paragraphs }: Pick<Report, 'symbol' | 'paragraphs'>,
  frame: Pick<Frame, 'regions'>,
  texts: ReadonlyMap<number, string> = new Map(),
): SearchEntry[] {
  const known = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph]))
  return [...new Set([...known.keys(), ...texts.keys()])].flatMap((number) => {
    const { digest = '', regions = [], actors = [] } = known.get(number) ?? {}
    const place = citationKey({ symbol, paragraph: number })
    const fields: Fields = {
      ...{ title: `${symbol}, para. ${number}`, card: null, place, level: null, status: null, cites: [place] },
      regions: regions.flatMap((id) => [id, ...frame.regions.filter((one) => one.id === id).map(({ name }) => name)]),
      actors,
    }
    return [
      { ...fields, id: `digest:${place}`, kind: 'digest' as const, text: digest },
      { ...fields, id: `text:${place}`, kind: 'text' as const, text: searchedOf(texts.get(number) ?? '') },
    ].filter((entry) => entry.text !== '')
  })
}
