/** A board as a search sees it: pieces of text, each with where it stands and by what fields it can be found. */
import {
  citationKey,
  citedBy,
  currentJudgement,
  textOf,
  type Actor,
  type Card,
  type Frame,
  type Report,
  type Thread,
} from '@briefboard/board'
import type { EntryKind } from '@briefboard/protocol'

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
  actors: string[]
  level: string | null
  status: string | null
  /** Places that it cites; a paragraph cites itself. */
  cites: string[]
}

/** What a search finds out about a card, its assessment and its comments. Archived cards are found too, by their status. */
export function entriesOfCard(frame: Frame, card: Card, threads: readonly Thread[]): SearchEntry[] {
  const fields = fieldsOf(frame, card)
  const assessment = textOf(card.assessment)
  return [
    { ...fields, id: `card:${card.id}`, kind: 'card' as const, text: wordsOf(card) },
    ...(assessment.trim() === ''
      ? []
      : [{ ...fields, id: `assessment:${card.id}`, kind: 'assessment' as const, text: assessment }]),
    ...threads.map(({ id, anchor, messages }) => ({
      ...{ ...fields, id: `comment:${id}`, kind: 'comment' as const },
      text: [anchor?.quote ?? '', ...messages.map(({ by, text }) => `${by.name}: ${text}`)].filter(Boolean).join('\n'),
    })),
  ]
}

type Fields = Omit<SearchEntry, 'id' | 'kind' | 'text'>

function fieldsOf(frame: Frame, card: Card): Fields {
  const region = frame.regions.find(({ id }) => id === card.region)
  return {
    title: card.title,
    card: card.id,
    place: null,
    regions: [card.region, ...(region === undefined ? [] : [region.name]), ...card.countries],
    actors: card.actors.flatMap((id) => namesOf(id, frame.actors)),
    level: currentJudgement(card)?.threatLevel ?? null,
    status: card.status,
    cites: citedBy(frame, card).map(citationKey),
  }
}

function namesOf(id: string, actors: readonly Actor[]): string[] {
  const actor = actors.find((one) => one.id === id)
  if (actor === undefined) return [id]
  return [id, actor.name, ...actor.aliases, ...(actor.listReference === null ? [] : [actor.listReference])]
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
  frame: Pick<Frame, 'regions' | 'actors'>,
  texts: ReadonlyMap<number, string> = new Map(),
): SearchEntry[] {
  const known = new Map(paragraphs.map((paragraph) => [paragraph.number, paragraph]))
  return [...new Set([...known.keys(), ...texts.keys()])].flatMap((number) => {
    const { digest = '', regions = [], actors = [] } = known.get(number) ?? {}
    const place = citationKey({ symbol, paragraph: number })
    const fields: Fields = {
      ...{ title: `${symbol}, para. ${number}`, card: null, place, level: null, status: null, cites: [place] },
      regions: regions.flatMap((id) => [id, ...frame.regions.filter((one) => one.id === id).map(({ name }) => name)]),
      actors: actors.flatMap((id) => namesOf(id, frame.actors)),
    }
    return [
      { ...fields, id: `digest:${place}`, kind: 'digest' as const, text: digest },
      { ...fields, id: `text:${place}`, kind: 'text' as const, text: texts.get(number) ?? '' },
    ].filter((entry) => entry.text !== '')
  })
}
