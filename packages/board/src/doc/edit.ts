/**
 * Every change to a board's document: one function a thing that people do. Each is one transaction under `origin`. What
 * cannot be made, since the card is gone or another program has written something else there, throws NotMade: an edit
 * that does nothing and says nothing would take somebody's words.
 */
import { newCardId, newId, type CardId, type Marking } from '@briefboard/protocol'
import { generateKeyBetween } from 'fractional-indexing'
import * as Y from 'yjs'
import type { Actor, Board, Card, CardStatus, Figure, Judgement, LookedAt, Region, Who } from '../model.ts'
import { editText } from './characters.ts'
import { LIMITS } from './limits.ts'
import { NotMade } from './not-made.ts'
import { inOrder } from './read.ts'
import { actorsMap, boardMap, cardMap, cardsMap, figuresMap, JUDGEMENT, LOOKED_AT, regionsMap } from './schema.ts'

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

/** Moves a card; one that stands there already stays as it is. @throws NotMade */
export function moveCard(doc: Y.Doc, card: string, place: Place, origin: unknown): void {
  const map = cardToEdit(doc, card)
  if (place.before === card) return
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

/** Sets one field of a card; the last writer's value stands. @throws NotMade */
export function setCardField<Name extends keyof CardFields>(
  doc: Y.Doc,
  card: string,
  name: Name,
  value: CardFields[Name],
  origin: unknown,
): void {
  const map = cardToEdit(doc, card)
  doc.transact(() => map.set(name, value), origin)
}

function cardToEdit(doc: Y.Doc, card: string): Y.Map<unknown> {
  const map = cardMap(doc, card)
  if (map !== null) return map
  if (!cardsMap(doc).has(card)) throw new NotMade('The card is no longer on the board.')
  throw new NotMade('Another program has put something else in the place of this card.')
}

export type CardText = 'title' | 'keyJudgement'

/** The text that people write into together; null where another program has left it out or put something else there. */
export function cardText(doc: Y.Doc, card: string, name: CardText): Y.Text | null {
  const text = cardMap(doc, card)?.get(name)
  return text instanceof Y.Text ? text : null
}

/**
 * Changes a card's title or key judgement to `next`, touching only the characters that differ, so that others' edits
 * merge. A new text in place of what is none would take away what another puts there at the same time. @throws NotMade
 */
export function setCardText(doc: Y.Doc, card: string, name: CardText, next: string, origin: unknown): void {
  cardToEdit(doc, card)
  const text = cardText(doc, card, name)
  if (text === null) throw new NotMade(NO_SHARED_TEXT)
  doc.transact(() => editText(text, next), origin)
}

export const NO_SHARED_TEXT =
  'Another program wrote this in a form that cannot be edited together, or left it out. It can only be read here.'

/**
 * Adds a judgement to a card's chain; nothing that was judged before is changed. Where another program has left no map
 * for judgements, it gets a key of its own in the card: a map made by two people at once would keep only one's, and one
 * in place of something else would take that away. @throws NotMade
 */
export function addJudgement(doc: Y.Doc, card: string, judgement: Omit<Judgement, 'id'>, origin: unknown): string {
  const id = newId()
  const map = cardToEdit(doc, card)
  const judgements = map.get('judgements')
  doc.transact(() => {
    if (judgements instanceof Y.Map) judgements.set(id, { ...judgement, id })
    else map.set(`${JUDGEMENT}${id}`, { ...judgement, id })
  }, origin)
  return id
}

/** Notes that a card was looked at again and may stay as it is. @throws NotMade */
export function addLookedAt(doc: Y.Doc, card: string, looked: Omit<LookedAt, 'id'>, origin: unknown): string {
  const id = newId()
  const map = cardToEdit(doc, card)
  doc.transact(() => map.set(`${LOOKED_AT}${id}`, { ...looked, id }), origin)
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
    if (typeof order === 'string' && isOrderKey(order)) placed.push({ id, order })
  }
  return placed.toSorted(inOrder)
}

/** What another program wrote may be none; nothing can be put between it and others, so it is stepped over. */
function isOrderKey(order: string): boolean {
  if (order.length > LIMITS.title) return false
  try {
    generateKeyBetween(order, null)
    return true
  } catch {
    return false
  }
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
