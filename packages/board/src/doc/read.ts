/** Y.Doc → plain Board. Never throws: what is unknown, broken or too large is left out, named as a problem, and stays in the document. */
import { CardId, Marking } from '@briefboard/protocol'
import * as Y from 'yjs'
import * as z from 'zod/mini'
import {
  Actor,
  CardStatus,
  Figure,
  GapValue,
  Instant,
  Judgement,
  LookedAt,
  Order,
  Region,
  Who,
  type Board,
  type Card,
} from '../model.ts'
import { LikelihoodScale } from '../scales.ts'
import {
  fieldReader,
  listReader,
  NAMES,
  textReader,
  WHOLE,
  type FieldReader,
  type ShareOf,
  type TextReader,
} from './fields.ts'
import { entriesOf, entryOf, rootOf } from './items.ts'
import { LIMITS } from './limits.ts'
import { cardWeights } from './card-weights.ts'
import { addProblem, isFull, type Problem, type Reading } from './problems.ts'
import { hasAll, readAll, type Entry } from './read-all.ts'
import { JUDGEMENT, LOOKED_AT, ROOTS } from './schema.ts'
import { finished, type Steps } from './steps.ts'
import { fairShare } from './weights.ts'

/** Reads the board's own document. Cards come without their assessments, which lie in documents of their own. */
export const readBoard = (id: string, doc: Y.Doc): Reading<Board> => finished(boardSteps(id, doc))

/**
 * The same in steps. What is changed between two of them is read as it was or as it is. `part`: of what may be read of all
 * cards, figures, actors and regions together; less than 1 for whoever hands on all of it.
 */
export function* boardSteps(id: string, doc: Y.Doc, part = 1): Steps<Reading<Board>> {
  const problems: Problem[] = []
  const { field, text } = ownFields(doc, problems)
  const value: Board = {
    id,
    title: text('title', LIMITS.title, UNTITLED),
    description: text('description', LIMITS.text, ''),
    marking: field('marking', Marking, 'red'),
    likelihoodScale: field('likelihoodScale', LikelihoodScale, 'icd203'),
    asOf: field('asOf', z.nullable(Instant), null),
    cards: yield* cardsSteps(doc, problems, part),
    ...(yield* frameSteps(doc, problems, part)),
  }
  return { value, problems }
}

/** A board as a list of boards names it. */
export type BoardOutline = Pick<Board, 'title' | 'description' | 'marking' | 'asOf'> & {
  /** Those that are not archived. */
  cards: number
  regions: number
}

/** Of a description, a list shows a few lines. */
const LONGEST_OUTLINE = 2_000

/** What stands in cards and regions is counted, not read: whoever lists boards does not pay for what somebody put into one. */
export function* outlineSteps(doc: Y.Doc): Steps<BoardOutline> {
  const { field, text } = ownFields(doc, [])
  let cards = 0
  for (const { map } of yield* cardsIn(doc, [])) if (entryOf(map, 'status') !== 'archived') cards++
  let regions = 0
  for (const entry of entriesOf(rootOf(doc, ROOTS.regions))) {
    if (entry === null) yield
    else if (hasAll(entry[1], REGION_NEEDS)) regions++
  }
  return {
    title: text('title', LIMITS.title, UNTITLED),
    description: text('description', LONGEST_OUTLINE, ''),
    marking: field('marking', Marking, 'red'),
    asOf: field('asOf', z.nullable(Instant), null),
    cards: Math.min(cards, LIMITS.cards),
    regions: Math.min(regions, LIMITS.regions),
  }
}

const UNTITLED = 'Untitled board'
const REGION_NEEDS = ['name', 'order']

function ownFields(doc: Y.Doc, problems: Problem[]): { field: FieldReader; text: TextReader } {
  const own = rootOf(doc, ROOTS.board)
  return { field: fieldReader(own, ROOTS.board, problems), text: textReader(own, ROOTS.board, problems) }
}

/** What stands around all cards of a board. */
export type Frame = Pick<Board, 'regions' | 'actors' | 'figures'>

export function* frameSteps(doc: Y.Doc, problems: Problem[] = [], part = 1): Steps<Frame> {
  const all = <T extends { id: string }>(
    name: 'regions' | 'actors' | 'figures',
    schema: z.ZodMiniType<T>,
    needs: readonly string[],
  ): Steps<T[]> =>
    readAll(() => entriesOf(rootOf(doc, name)), {
      ...{ path: name, schema, needs, problems },
      ...{ most: LIMITS[name], weight: LIMITS[`${name}Weight`] * part },
    })
  return {
    regions: (yield* all('regions', Region, REGION_NEEDS)).toSorted(inOrder),
    actors: yield* all('actors', Actor, ['name', 'aliases']),
    figures: yield* all('figures', Figure, ['measure', 'unit', 'period', 'basis', 'citation']),
  }
}

/** By order, and by id where two have the same order, so that everybody sees the same sequence. */
export function inOrder(a: { id: string; order: string }, b: { id: string; order: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return byId(a, b)
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

function* cardsIn(doc: Y.Doc, problems: Problem[]): Steps<{ id: string; map: Y.Map<unknown> }[]> {
  const found: { id: string; map: Y.Map<unknown> }[] = []
  for (const entry of entriesOf(rootOf(doc, ROOTS.cards))) {
    if (entry === null) {
      yield
      continue
    }
    const [id, value] = entry
    if (value instanceof Y.Map && CardId.safeParse(id).success) found.push({ id, map: value })
    else if (!isFull(problems)) addProblem(problems, `${ROOTS.cards}/${id}`, 'is not a card')
  }
  return found
}

function* cardsSteps(doc: Y.Doc, problems: Problem[], part: number): Steps<Card[]> {
  const found = yield* cardsIn(doc, problems)
  if (found.length > LIMITS.cards)
    addProblem(problems, ROOTS.cards, `There are ${found.length} cards; ${LIMITS.cards} of them are read.`)
  // The same ones for everybody: in which order a document has them differs from copy to copy.
  const read = found.length > LIMITS.cards ? found.toSorted(byId).slice(0, LIMITS.cards) : found
  const shares = yield* sharesOf(read, problems, LIMITS.allCards * part)
  const cards: Card[] = []
  for (const { id, map } of read) {
    cards.push(yield* cardSteps(id, map, problems, shares.get(id)))
    yield
  }
  return cards.toSorted(inOrder)
}

interface Found {
  id: string
  map: Y.Map<unknown>
}

/** For cards that are too heavy, where all together are: how much of each of their fields is read. */
function* sharesOf(found: readonly Found[], problems: Problem[], most: number): Steps<Map<string, ShareOf>> {
  const weighed: { id: string; fields: Map<string, number>; weight: number }[] = []
  for (const { id, map } of found) {
    const fields = yield* cardWeights(map)
    weighed.push({ id, fields, weight: fields.values().reduce((sum, weight) => sum + weight, 0) })
    yield
  }
  const shares = new Map<string, ShareOf>()
  const ofCard = fairShare(
    weighed.map(({ weight }) => weight),
    most,
  )
  for (const { id, fields, weight } of weighed) {
    if (weight <= ofCard) continue
    const ofField = fairShare(fields.values(), ofCard)
    shares.set(id, (name) => ((fields.get(name) ?? 0) > ofField ? ofField : Infinity))
  }
  if (shares.size > 0)
    addProblem(
      problems,
      ROOTS.cards,
      `They are too large together: ${shares.size} of ${found.length} are read in short: ${[...shares.keys()].slice(0, 5).join(', ')}`,
    )
  return shares
}

/** A broken marking reads as the narrowest one: what cannot be judged is not shown to more people. */
export function* cardSteps(
  id: string,
  map: Y.Map<unknown>,
  problems: Problem[] = [],
  shareOf: ShareOf = WHOLE,
): Steps<Card> {
  const path = `${ROOTS.cards}/${id}`
  const field = fieldReader(map, path, problems, shareOf)
  const text = textReader(map, path, problems, shareOf)
  const list = listReader(map, path, problems, shareOf)
  return {
    id,
    title: text('title', LIMITS.title, ''),
    region: field('region', Name, ''),
    order: field('order', Order, 'a0'),
    status: field('status', CardStatus, 'draft'),
    marking: entryOf(map, 'marking') === undefined ? null : field('marking', z.nullable(Marking), 'red'),
    actors: yield* list('actors', NAMES),
    countries: yield* list('countries', NAMES),
    themes: yield* list('themes', NAMES),
    tags: yield* list('tags', NAMES),
    keyJudgement: text('keyJudgement', LIMITS.text, ''),
    assessment: [],
    gaps: yield* list('gaps', { schema: GapValue, most: LIMITS.gaps }),
    judgements: yield* judgementsSteps(map, path, problems, shareOf('judgements')),
    lookedAt: yield* lookedAtSteps(map, path, problems, shareOf('lookedAt')),
    createdAt: field('createdAt', z.union([Instant, z.literal('')]), ''),
    createdBy: field('createdBy', Who, { id: 'unknown', name: 'Unknown' }),
  }
}

const Name = z.string().check(z.maxLength(LIMITS.name))

/** What somebody judged or looked at last says more than what was before. */
const newestFirst = (a: Entry, b: Entry): number => {
  const [one, two] = [momentOf(a), momentOf(b)]
  return one === two ? byId(a, b) : one < two ? 1 : -1
}

function momentOf({ value }: Entry): string {
  // `readAll` gives objects with what they need.
  const { at } = value as { at: unknown }
  return typeof at === 'string' ? at : ''
}

function* judgementsSteps(map: Y.Map<unknown>, card: string, problems: Problem[], weight: number): Steps<Judgement[]> {
  const found = entryOf(map, 'judgements')
  const path = `${card}/judgements`
  if (found !== undefined && !(found instanceof Y.Map)) addProblem(problems, path, 'is no map of judgements')
  const entries = () => judgementsIn(map, found instanceof Y.Map ? found : null)
  const needs = ['threatLevel', 'trend', 'likelihood', 'confidence', 'reason', 'citations', 'by', 'at']
  const most = LIMITS.judgements
  return yield* readAll(entries, { path, schema: Judgement, needs, most, weight, first: newestFirst, problems })
}

function* judgementsIn(map: Y.Map<unknown>, chain: Y.Map<unknown> | null): Generator<[string, unknown] | null> {
  yield* entriesOf(chain)
  for (const entry of entriesUnder(map, JUDGEMENT))
    if (entry === null || entryOf(chain, entry[0]) === undefined) yield entry
}

function* lookedAtSteps(map: Y.Map<unknown>, card: string, problems: Problem[], weight: number): Steps<LookedAt[]> {
  const path = `${card}/lookedAt`
  const needs = ['symbol', 'by', 'at']
  const read = yield* readAll(() => entriesUnder(map, LOOKED_AT), {
    ...{ path, schema: LookedAt, needs, problems },
    ...{ most: LIMITS.lookedAt, weight, first: newestFirst },
  })
  return read.toSorted((a, b) => a.at.localeCompare(b.at) || byId(a, b))
}

function* entriesUnder(map: Y.Map<unknown>, prefix: string): Generator<[string, unknown] | null> {
  for (const entry of entriesOf(map)) {
    if (entry === null) yield null
    else if (entry[0].startsWith(prefix)) yield [entry[0].slice(prefix.length), entry[1]]
  }
}
