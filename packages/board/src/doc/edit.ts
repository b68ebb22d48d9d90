/** Every change to a board's document: one function a thing that people do. Each is one transaction under `origin`. */
import { newCardId, newId, type CardId, type Marking } from '@briefboard/protocol'
import { generateKeyBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import type { Actor, Board, Card, CardStatus, Figure, Judgement, LookedAt, Region, Who } from '../model.ts'
import { inOrder } from './read.ts'
import { actorsMap, boardMap, cardMap, cardsMap, figuresMap, LOOKED_AT, regionsMap } from './schema.ts'

/** Where a card is to stand: in which region, and before which card (null: at the end). */
export interface Place {
  region: string
  before: string | null
}

interface NewCard {
  title: string
  place: Place
  by: Who
  /** ISO 8601. */
  at: string
}

/** Puts a new, empty draft into a region. */
export function createCard(doc: Y.Doc, { title, place, by, at }: NewCard, origin: unknown): CardId {
  const id = newCardId()
  const order = orderAt(cardsIn(doc, place.region), place.before)
  doc.transact(() => {
    cardsMap(doc).set(id, emptyCard({ title, region: place.region, order, by, at }))
  }, origin)
  return id
}

function emptyCard({
  title,
  region,
  order,
  by,
  at,
}: {
  title: string
  region: string
  order: string
  by: Who
  at: string
}): Y.Map<unknown> {
  const map = new Y.Map<unknown>()
  map.set('title', new Y.Text(title))
  map.set('keyJudgement', new Y.Text())
  map.set('judgements', new Y.Map())
  map.set('region', region)
  map.set('order', order)
  map.set('status', 'draft')
  map.set('createdAt', at)
  map.set('createdBy', by)
  return map
}

/** Writes a whole plain card, as seeds and imports have it; its assessment goes into a document of its own. */
export function putCard(doc: Y.Doc, card: Card, origin: unknown): void {
  doc.transact(() => {
    const map = emptyCard({
      title: card.title,
      region: card.region,
      order: card.order,
      by: card.createdBy,
      at: card.createdAt,
    })
    map.set('keyJudgement', new Y.Text(card.keyJudgement))
    map.set('status', card.status)
    if (card.marking !== null) map.set('marking', card.marking)
    for (const name of ['actors', 'countries', 'themes', 'tags', 'gaps'] as const) map.set(name, card[name])
    const judgements = new Y.Map<unknown>()
    for (const judgement of card.judgements) judgements.set(judgement.id, judgement)
    map.set('judgements', judgements)
    for (const looked of card.lookedAt) map.set(`${LOOKED_AT}${looked.id}`, looked)
    cardsMap(doc).set(card.id, map)
  }, origin)
}

/** Moves a card; a card that is gone, or stands there already, stays as it is. */
export function moveCard(doc: Y.Doc, card: string, place: Place, origin: unknown): void {
  const map = cardMap(doc, card)
  if (map === null || place.before === card) return
  const others = cardsIn(doc, place.region).filter(({ id }) => id !== card)
  const order = orderAt(others, place.before)
  doc.transact(() => {
    if (map.get('region') !== place.region) map.set('region', place.region)
    map.set('order', order)
  }, origin)
}

export interface CardFields {
  status: CardStatus
  marking: Marking | null
  actors: string[]
  countries: string[]
  themes: string[]
  tags: string[]
}

/** Sets one field of a card; the last writer's value stands. */
export function setCardField<Name extends keyof CardFields>(
  doc: Y.Doc,
  card: string,
  name: Name,
  value: CardFields[Name],
  origin: unknown,
): void {
  doc.transact(() => cardMap(doc, card)?.set(name, value), origin)
}

/** Changes a card's title or key judgement to `next`, touching only the characters that differ, so that others' edits merge. */
export function setCardText(
  doc: Y.Doc,
  card: string,
  name: 'title' | 'keyJudgement',
  next: string,
  origin: unknown,
): void {
  const text = cardMap(doc, card)?.get(name)
  if (text instanceof Y.Text) doc.transact(() => editText(text, next), origin)
}

/** The smallest single replacement that turns the text into `next`. */
export function editText(text: Y.Text, next: string): void {
  const now = text.toString()
  if (now === next) return
  const most = Math.min(now.length, next.length)
  let start = 0
  while (start < most && now[start] === next[start]) start++
  let end = 0
  while (end < most - start && now[now.length - 1 - end] === next[next.length - 1 - end]) end++
  text.delete(start, now.length - start - end)
  text.insert(start, next.slice(start, next.length - end))
}

/** Adds a judgement to a card's chain; nothing that was judged before is changed. */
export function addJudgement(doc: Y.Doc, card: string, judgement: Omit<Judgement, 'id'>, origin: unknown): string {
  const id = newId()
  doc.transact(() => {
    const judgements = cardMap(doc, card)?.get('judgements')
    if (judgements instanceof Y.Map) judgements.set(id, { ...judgement, id })
  }, origin)
  return id
}

/** Notes that a card was looked at again and may stay as it is; a card that is gone stays gone. */
export function addLookedAt(doc: Y.Doc, card: string, looked: Omit<LookedAt, 'id'>, origin: unknown): string {
  const id = newId()
  doc.transact(() => cardMap(doc, card)?.set(`${LOOKED_AT}${id}`, { ...looked, id }), origin)
  return id
}

export type BoardFields = Pick<Board, 'title' | 'description' | 'marking' | 'likelihoodScale' | 'asOf'>

export function setBoardFields(doc: Y.Doc, fields: Partial<BoardFields>, origin: unknown): void {
  doc.transact(() => {
    for (const [name, value] of Object.entries(fields)) boardMap(doc).set(name, value)
  }, origin)
}

export const putRegion = (doc: Y.Doc, region: Region, origin: unknown): void =>
  put(doc, regionsMap(doc), region, origin)
export const putActor = (doc: Y.Doc, actor: Actor, origin: unknown): void => put(doc, actorsMap(doc), actor, origin)
export const putFigure = (doc: Y.Doc, figure: Figure, origin: unknown): void =>
  put(doc, figuresMap(doc), figure, origin)

export function removeFigure(doc: Y.Doc, figure: string, origin: unknown): void {
  doc.transact(() => figuresMap(doc).delete(figure), origin)
}

function put(doc: Y.Doc, map: Y.Map<unknown>, value: { id: string }, origin: unknown): void {
  doc.transact(() => map.set(value.id, value), origin)
}

interface Placed {
  id: string
  order: string
}

/** A region's cards that are not archived, in order. */
function cardsIn(doc: Y.Doc, region: string): Placed[] {
  const placed: Placed[] = []
  for (const [id, map] of cardsMap(doc)) {
    if (!(map instanceof Y.Map) || map.get('region') !== region || map.get('status') === 'archived') continue
    const order = map.get('order')
    if (typeof order === 'string') placed.push({ id, order })
  }
  return placed.toSorted(inOrder)
}

/** An order between the card `before` and its predecessor. Cards with one and the same order are stepped over. */
function orderAt(cards: Placed[], before: string | null): string {
  const at = before === null ? cards.length : cards.findIndex(({ id }) => id === before)
  const index = at < 0 ? cards.length : at
  const low = cards[index - 1]?.order ?? null
  const high = cards.slice(index).find(({ order }) => low === null || order > low)?.order ?? null
  return orderBetween(low, high)
}

/** A sort key between two others; null is the open end. */
export const orderBetween = (low: string | null, high: string | null): string => generateKeyBetween(low, high)
