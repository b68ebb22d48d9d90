/** A board as a search sees it: pieces of text, each with where it stands and by what fields it can be found. */
import {
  citationKey,
  citedBy,
  currentJudgement,
  textOf,
  type Actor,
  type Board,
  type Card,
  type Report,
  type Thread,
} from '@briefboard/board'

export const ENTRY_KINDS = ['card', 'assessment', 'comment', 'digest', 'text'] as const
/** `digest`: a paragraph in our own words; `text`: the paragraph's own, of a document that somebody imported. */
export type EntryKind = (typeof ENTRY_KINDS)[number]

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
export function entriesOfCards(board: Board, threads: readonly Thread[]): SearchEntry[] {
  const byCard = Map.groupBy(threads, ({ card }) => card)
  return board.cards.flatMap((card) => {
    const fields = fieldsOf(board, card)
    return [
      { ...fields, id: `card:${card.id}`, kind: 'card' as const, text: wordsOf(card) },
      { ...fields, id: `assessment:${card.id}`, kind: 'assessment' as const, text: textOf(card.assessment) },
      ...(byCard.get(card.id) ?? []).map(({ id, anchor, messages }) => ({
        ...{ ...fields, id: `comment:${id}`, kind: 'comment' as const },
        text: [anchor?.quote ?? '', ...messages.map(({ by, text }) => `${by.name}: ${text}`)]
          .filter(Boolean)
          .join('\n'),
      })),
    ]
  })
}

type Fields = Omit<SearchEntry, 'id' | 'kind' | 'text'>

function fieldsOf(board: Board, card: Card): Fields {
  const region = board.regions.find(({ id }) => id === card.region)
  return {
    title: card.title,
    card: card.id,
    place: null,
    regions: [card.region, ...(region === undefined ? [] : [region.name]), ...card.countries],
    actors: card.actors.flatMap((id) => namesOf(id, board.actors)),
    level: currentJudgement(card)?.threatLevel ?? null,
    status: card.status,
    cites: citedBy(board, card).map(citationKey),
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

/** Each paragraph of a report: its digest, and its own text if that was imported (`texts`, by number). */
export function entriesOfReport(
  report: Report,
  board: Pick<Board, 'regions' | 'actors'>,
  texts: ReadonlyMap<number, string> = new Map(),
): SearchEntry[] {
  return report.paragraphs.flatMap(({ number, digest, subparagraphs, regions, actors }) => {
    const place = citationKey({ symbol: report.symbol, paragraph: number })
    const fields: Fields = {
      ...{ title: `${report.symbol}, para. ${number}`, card: null, place, level: null, status: null, cites: [place] },
      regions: regions.flatMap((id) => [id, ...board.regions.filter((one) => one.id === id).map(({ name }) => name)]),
      actors: actors.flatMap((id) => namesOf(id, board.actors)),
    }
    const text = texts.get(number)
    return [
      { ...fields, id: `digest:${place}`, kind: 'digest' as const, text: [digest, ...subparagraphs].join('\n') },
      ...(text === undefined ? [] : [{ ...fields, id: `text:${place}`, kind: 'text' as const, text }]),
    ].filter((entry) => entry.text !== '')
  })
}
