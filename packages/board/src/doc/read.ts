/** Y.Doc → plain Board. Never throws: what is unknown or broken is left out, named as a problem, and stays in the document. */
import { CardId, Marking } from '@briefboard/protocol'
import * as Y from 'yjs'
import * as z from 'zod/mini'
import {
  Actor,
  CardStatus,
  Figure,
  Judgement,
  LookedAt,
  Region,
  Who,
  type Board,
  type Card,
  type Gap,
} from '../model.ts'
import { Citation } from '../citation.ts'
import { LikelihoodScale } from '../scales.ts'
import { withoutBrokenQuotations } from './broken-quotations.ts'
import { actorsMap, boardMap, cardsMap, figuresMap, LOOKED_AT, regionsMap } from './schema.ts'

export interface Problem {
  /** Where it lies, for instance `cards/europe/status`. */
  path: string
  reason: string
}

export interface Reading<T> {
  value: T
  problems: Problem[]
}

const text = z.union([
  z.string(),
  z.pipe(
    z.instanceof(Y.Text),
    z.transform((value) => value.toString()),
  ),
])
const strings = z.array(z.string())

const GapValue = z.object({ text: z.string(), citations: z.array(Citation) })

/** Reads the board's own document. Cards come without their assessments, which lie in documents of their own. */
export function readBoard(id: string, doc: Y.Doc): Reading<Board> {
  const problems: Problem[] = []
  const own = boardMap(doc)
  const field = fieldReader(own, 'board', problems)
  const value: Board = {
    id,
    title: field('title', text, 'Untitled board'),
    description: field('description', text, ''),
    marking: field('marking', Marking, 'red'),
    likelihoodScale: field('likelihoodScale', LikelihoodScale, 'icd203'),
    asOf: field('asOf', z.nullable(z.string()), null),
    cards: readCards(doc, problems),
    ...readFrame(doc, problems),
  }
  return { value, problems }
}

/** What stands around all cards of a board. */
export type Frame = Pick<Board, 'regions' | 'actors' | 'figures'>

export function readFrame(doc: Y.Doc, problems: Problem[] = []): Frame {
  return {
    regions: readAll(regionsMap(doc), 'regions', Region, problems).toSorted(inOrder),
    actors: readAll(actorsMap(doc), 'actors', Actor, problems),
    figures: readAll(figuresMap(doc), 'figures', Figure, problems),
  }
}

/** By order, and by id where two have the same order, so that everybody sees the same sequence. */
export function inOrder(a: { id: string; order: string }, b: { id: string; order: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function readCards(doc: Y.Doc, problems: Problem[]): Card[] {
  const cards: Card[] = []
  for (const [id, value] of cardsMap(doc)) {
    if (value instanceof Y.Map && CardId.safeParse(id).success) cards.push(readCard(id, value, problems))
    else problems.push({ path: `cards/${id}`, reason: 'is not a card' })
  }
  return cards.toSorted(inOrder)
}

/** A broken marking reads as the narrowest one: what cannot be judged is not shown to more people. */
export function readCard(id: string, map: Y.Map<unknown>, problems: Problem[] = []): Card {
  const path = `cards/${id}`
  const field = fieldReader(map, path, problems)
  return {
    id,
    title: field('title', text, ''),
    region: field('region', z.string(), ''),
    order: field('order', z.string(), 'a0'),
    status: field('status', CardStatus, 'draft'),
    marking: map.has('marking') ? field('marking', z.nullable(Marking), 'red') : null,
    actors: field('actors', strings, []),
    countries: field('countries', strings, []),
    themes: field('themes', strings, []),
    tags: field('tags', strings, []),
    keyJudgement: field('keyJudgement', text, ''),
    assessment: [],
    gaps: field('gaps', z.array(GapValue), [] as Gap[]),
    judgements: readJudgements(map, path, problems),
    lookedAt: readLookedAt(map, path, problems),
    createdAt: field('createdAt', z.string(), ''),
    createdBy: field('createdBy', Who, { id: 'unknown', name: 'Unknown' }),
  }
}

function readJudgements(map: Y.Map<unknown>, path: string, problems: Problem[]): Judgement[] {
  const found = map.get('judgements')
  return found instanceof Y.Map ? readAll(found, `${path}/judgements`, Judgement, problems) : []
}

function readLookedAt(map: Y.Map<unknown>, path: string, problems: Problem[]): LookedAt[] {
  const entries = [...map].filter(([key]) => key.startsWith(LOOKED_AT))
  const byId = entries.map(([key, value]): [string, unknown] => [key.slice(LOOKED_AT.length), value])
  return readAll(byId, `${path}/lookedAt`, LookedAt, problems).toSorted((a, b) => a.at.localeCompare(b.at))
}

function readAll<T>(
  entries: Iterable<[string, unknown]>,
  path: string,
  schema: z.ZodMiniType<T>,
  problems: Problem[],
): T[] {
  const values: T[] = []
  for (const [id, value] of entries) {
    const parsed = parse(schema, isObject(value) ? { ...value, id } : value, `${path}/${id}`, problems)
    if (parsed !== null) values.push(parsed.data)
  }
  return values
}

/** Null for what is broken; of a broken quotation only the quotation is left out. */
function parse<T>(schema: z.ZodMiniType<T>, value: unknown, path: string, problems: Problem[]): { data: T } | null {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed
  const { value: mended, broken } = withoutBrokenQuotations(value, path)
  const again = schema.safeParse(mended)
  problems.push(...(again.success ? broken : [{ path, reason: z.prettifyError(parsed.error) }]))
  return again.success ? again : null
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

type FieldReader = <T>(name: string, schema: z.ZodMiniType<T>, otherwise: T) => T

function fieldReader(map: Y.Map<unknown>, path: string, problems: Problem[]): FieldReader {
  return (name, schema, otherwise) => {
    const value = map.get(name)
    if (value === undefined) return otherwise
    const parsed = parse(schema, value, `${path}/${name}`, problems)
    // Null may be what it says.
    return parsed === null ? otherwise : parsed.data
  }
}
