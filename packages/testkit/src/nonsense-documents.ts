/**
 * Documents of a board that are nearly right: every field as it should be or as nobody would have it, ids and citations
 * that come twice, chains that bite their tails. Nearly right goes farther than all wrong.
 */
import * as Y from 'yjs'
import { jsonInText } from './forged.ts'
import { between, pickFrom, type Random } from './random.ts'
import { nonsenseUpdates, ODD_NAMES, oddName, randomText, randomValue, type Names } from './random-values.ts'

export const BOARD_NAMES: Names = {
  roots: ['board', 'cards', 'regions', 'actors', 'figures'],
  keys: [
    ...[
      'title',
      'description',
      'marking',
      'likelihoodScale',
      'asOf',
      'region',
      'order',
      'status',
      'actors',
      'countries',
    ],
    ...['themes', 'tags', 'keyJudgement', 'gaps', 'judgements', 'lookedAt:a', 'createdAt', 'createdBy', 'name', 'm49'],
    ...['a', 'b', 'c', 'card', 'measure', 'low', 'high', 'unit', 'period', 'basis', 'qualifier', 'citation', 'aliases'],
  ],
  nodes: ['paragraph'],
}

export const CARD_NAMES: Names = {
  roots: ['assessment', 'text'],
  keys: [
    ...['level', 'symbol', 'paragraph', 'sub', 'quotation', 'quotationHash', 'start'],
    ...['type', 'indent', 'quote', 'citation', 'link', 'bold', 'italic', 'strike'],
  ],
  nodes: [
    'paragraph',
    'heading',
    'bulletList',
    'orderedList',
    'listItem',
    'blockquote',
    'hardBreak',
    'citation',
    'table',
  ],
}

export const TALK_NAMES: Names = {
  roots: ['threads'],
  keys: ['a', 'b', 'card', 'anchor', 'messages', 'resolved', 'start', 'end', 'quote', 'id', 'by', 'at', 'text'],
  nodes: ['paragraph'],
}

/** As bytes, for who sends them; `sentDocument` has them as a document. */
export const nonsenseBoard = (random: Random): Uint8Array[] => [
  ...nonsenseUpdates(random, { names: BOARD_NAMES, fitting }),
  Y.encodeStateAsUpdate(nearlyBoard(random)),
]
export const nonsenseCard = (random: Random): Uint8Array[] => [
  ...nonsenseUpdates(random, { names: CARD_NAMES, fitting: attribute }),
  Y.encodeStateAsUpdate(nearlyAssessment(random)),
  Y.encodeStateAsUpdate(nearlyText(random)),
  jsonInText('text', ['{"citation":{}}', 'undefined', '"words"', '[[]]']),
]
export const nonsenseTalk = (random: Random): Uint8Array[] => [
  ...nonsenseUpdates(random, { names: TALK_NAMES, fitting }),
  Y.encodeStateAsUpdate(nearlyTalk(random)),
]

/** As it comes over a wire: no root has a type yet. */
export function sentDocument(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates.filter(isSendable)) Y.applyUpdate(doc, update)
  return doc
}

/**
 * Whether Yjs can read it, and write again what it read: bytes as an object's `__proto__` throw at one or the other, and
 * are the gate's to refuse.
 */
export function isSendable(update: Uint8Array): boolean {
  const doc = new Y.Doc()
  try {
    Y.decodeUpdate(update)
    Y.applyUpdate(doc, update)
    Y.encodeStateAsUpdate(doc)
    return true
  } catch {
    return false
  } finally {
    doc.destroy()
  }
}

const IDS = ['a', 'b', 'c', 'constructor', 'none', ...ODD_NAMES.filter((name) => name.length < 20)]
const SYMBOLS = ['S/2018/80', 'S/2018/80', 'S/2016/92', 'A/B', 'S/(()-']
const DATES = ['2015-02-01', '2018-01-31T00:00:00.000Z', '1800-01-01', '2199-12-31', '2016-12-09T10:00:00+14:00']

/** As it should be, as a rule. */
const or = (random: Random, fitting: unknown, odds = 0.06): unknown => (random() < odds ? randomValue(random) : fitting)

const id = (random: Random): string => (random() < 0.8 ? pickFrom(random, ['a', 'b', 'c']) : pickFrom(random, IDS))
const many = (random: Random, make: () => unknown, most = 4): unknown[] =>
  Array.from({ length: between(random, 0, most) }, make)
const who = (random: Random): unknown => or(random, { id: id(random), name: randomText(random) })
const date = (random: Random): unknown => or(random, pickFrom(random, DATES))
const names = (random: Random): unknown =>
  or(
    random,
    many(random, () => or(random, oddName(random))),
  )

const citation = (random: Random): unknown =>
  or(random, {
    symbol: or(random, pickFrom(random, SYMBOLS)),
    paragraph: or(random, pickFrom(random, [1, 13, 13, 1e15])),
    ...(random() < 0.3 ? { sub: or(random, 'b') } : {}),
    ...(random() < 0.4
      ? { quotation: or(random, { text: or(random, randomText(random) || 'x'), hash: or(random, 'ab'.repeat(32)) }) }
      : {}),
  })
const citations = (random: Random): unknown =>
  or(
    random,
    many(random, () => citation(random)),
  )

const judgement = (random: Random): unknown =>
  or(random, {
    basis: or(random, pickFrom(random, [null, 'a', 'b', 'c'])),
    ...(random() < 0.5
      ? {
          settles: or(
            random,
            many(random, () => id(random), 2),
          ),
        }
      : {}),
    threatLevel: or(random, pickFrom(random, ['low', 'severe', 'critical']), 0.02),
    trend: or(random, pickFrom(random, ['rising', 'unclear']), 0.02),
    likelihood: or(random, pickFrom(random, ['likely', 'remote']), 0.02),
    confidence: or(random, pickFrom(random, ['low', 'high']), 0.02),
    ...{ reason: or(random, randomText(random)), citations: citations(random), by: who(random), at: date(random) },
    asOf: or(random, pickFrom(random, [null, ...DATES])),
  })

const NUMBERS = [null, 0, 3000, 3001, 1e15, 1e308, -1e308, 5e-324, 0.1, -12]

const figure = (random: Random): unknown =>
  or(random, {
    ...{ card: or(random, id(random)), measure: or(random, pickFrom(random, ['Boats', 'boats ', 'a b'])) },
    ...{ low: or(random, pickFrom(random, NUMBERS)), high: or(random, pickFrom(random, NUMBERS)) },
    ...{ unit: or(random, pickFrom(random, ['USD', 'c'])), period: or(random, randomText(random) || '2015') },
    ...{ basis: or(random, pickFrom(random, ['counted', 'b c'])), citation: citation(random) },
    qualifier: or(random, pickFrom(random, ['estimated', 'none', 'more than', 'as much as', 'fewer than'])),
  })

const region = (random: Random): unknown =>
  or(random, {
    ...{ name: or(random, pickFrom(random, ['Africa', 'Africa', 'Asia'])), order: or(random, 'a0') },
    m49: or(
      random,
      many(random, () => pickFrom(random, ['002', '002', '999', ...ODD_NAMES])),
    ),
    countries: or(
      random,
      many(random, () => pickFrom(random, ['LY', 'LY', 'XX', ...ODD_NAMES])),
    ),
    headings: or(
      random,
      many(random, () => or(random, { report: 'S/2018/80', heading: randomText(random) })),
    ),
  })

const actor = (random: Random): unknown =>
  or(random, {
    ...{ name: or(random, randomText(random) || 'ISIL'), aliases: names(random) },
    listReference: or(random, pickFrom(random, [null, 'QDe.115'])),
  })

const looked = (random: Random): unknown =>
  or(random, {
    symbol: or(random, pickFrom(random, SYMBOLS)),
    note: or(random, 'n'),
    by: who(random),
    at: date(random),
  })

const message = (random: Random): unknown =>
  or(random, {
    id: or(random, pickFrom(random, ['a', 'a', 'a~1', 'b'])),
    by: who(random),
    at: date(random),
    text: or(random, randomText(random)),
  })

const anchor = (random: Random): unknown =>
  or(
    random,
    pickFrom(random, [null, { start: '', end: 'AA==', quote: 'q' }, { start: '////gID/', end: '!', quote: '' }]),
  )

const WHOLE = [judgement, figure, region, actor, looked, message, citation, who]

/** For a key of any root: what the key would hold, or a whole entry of some kind. */
function fitting(random: Random, key: string): unknown {
  switch (key) {
    case 'countries':
    case 'actors':
    case 'themes':
    case 'tags':
      return names(random)
    case 'gaps':
      return many(random, () => or(random, { text: 'What?', citations: citations(random) }))
    case 'order':
      return pickFrom(random, ['a0', 'a1', 'zzz'])
    case 'status':
      return pickFrom(random, ['draft', 'approved'])
    default:
      return pickFrom(random, WHOLE)(random)
  }
}

function nearlyBoard(random: Random): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    const put = (name: string, make: (random: Random) => unknown, most: number): void => {
      for (let at = between(random, 0, most); at > 0; at--) set(doc.getMap(name), id(random), make(random))
    }
    put('regions', region, 5)
    put('actors', actor, 5)
    put('figures', figure, 12)
    for (const [name, value] of Object.entries(boardFields(random))) set(doc.getMap('board'), name, value)
    for (let at = between(random, 0, 5); at > 0; at--) writeCard(random, doc.getMap('cards'), id(random))
  })
  return doc
}

const boardFields = (random: Random): object => ({
  ...{ title: or(random, randomText(random)), description: or(random, randomText(random)), asOf: date(random) },
  ...{ marking: or(random, 'clear'), likelihoodScale: or(random, pickFrom(random, ['icd203', 'phia'])) },
})

function writeCard(random: Random, cards: Y.Map<unknown>, card: string): void {
  const map = new Y.Map<unknown>()
  cards.set(card, map)
  const fields = {
    ...{ title: or(random, new Y.Text(randomText(random))), keyJudgement: or(random, new Y.XmlText('x')) },
    ...{ region: or(random, id(random)), order: or(random, 'a0'), status: or(random, 'approved') },
    ...{ marking: or(random, pickFrom(random, [null, 'clear', 'amber'])), actors: names(random), tags: names(random) },
    ...{ countries: names(random), createdAt: date(random), createdBy: who(random) },
    themes: or(
      random,
      many(random, () => pickFrom(random, ['financing', 'financing', 'toString', '__proto__'])),
    ),
    gaps: or(
      random,
      many(random, () => or(random, { text: or(random, 'What?'), citations: citations(random) })),
    ),
  }
  for (const [name, value] of Object.entries(fields)) set(map, name, value)
  for (let at = between(random, 0, 3); at > 0; at--) set(map, `lookedAt:${id(random)}`, looked(random))
  const judgements = new Y.Map<unknown>()
  map.set('judgements', judgements)
  for (let at = between(random, 0, 4); at > 0; at--) set(judgements, id(random), judgement(random))
}

function nearlyTalk(random: Random): Y.Doc {
  const doc = new Y.Doc()
  for (let at = between(random, 0, 6); at > 0; at--) {
    const map = new Y.Map<unknown>()
    doc.getMap('threads').set(id(random), map)
    const list = new Y.Array<unknown>()
    for (const [name, value] of Object.entries({
      card: or(random, id(random)),
      anchor: anchor(random),
      resolved: null,
    }))
      set(map, name, value)
    map.set('messages', list)
    for (let said = between(random, 0, 5); said > 0; said--) list.push([message(random)].filter(isTaken))
  }
  return doc
}

function nearlyAssessment(random: Random): Y.Doc {
  const doc = new Y.Doc()
  const root = doc.getXmlFragment('assessment')
  doc.transact(() => {
    for (let at = between(random, 0, 6); at > 0; at--) root.insert(0, [block(random, 0)])
    if (random() < 0.2) root.insert(0, [deep(random, between(random, 20, 90))])
  })
  return doc
}

/** The flat form: nearly right markers and citations, and types among the letters that are neither. */
function nearlyText(random: Random): Y.Doc {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  doc.transact(() => {
    for (let at = between(random, 0, 12); at > 0; at--) writeInto(random, text, between(random, 0, text.length))
    for (let at = between(random, 0, 3); at > 0 && text.length > 0; at--)
      text.delete(between(random, 0, text.length - 1), 1)
  })
  return doc
}

function writeInto(random: Random, text: Y.Text, at: number): void {
  const one = random()
  if (one < 0.35) text.insertEmbed(at, nearlyMarker(random), textFormats(random))
  else if (one < 0.75) text.insert(at, randomText(random) || 'x', textFormats(random))
  else if (one < 0.9) text.insertEmbed(at, { citation: asJson(citation(random)) }, textFormats(random))
  else text.insertEmbed(at, pickFrom(random, [strangeList, strangeTree, nearlyMarker])(random) as object)
}

/** Keys as they should be or as nobody would have them; in one of them may be another marker, in that another. */
function nearlyMarker(random: Random, depth = 0): Y.Map<unknown> {
  const marker = new Y.Map<unknown>()
  const fields = {
    type: or(random, pickFrom(random, ['paragraph', 'heading', 'bullet', 'ordered', 'table', ...ODD_NAMES])),
    level: or(random, pickFrom(random, [2, 3, '3'])),
    indent: or(random, pickFrom(random, [0, 1, 2, 8, 9, -1, 1e300])),
    quote: or(random, pickFrom(random, [true, false, 'true'])),
    start: or(random, pickFrom(random, [1, 4, 0.5, -1, 1e15])),
    [oddName(random)]: randomValue(random),
  }
  for (const [name, value] of Object.entries(fields)) if (random() < 0.5) set(marker, name, value)
  if (depth < 5 && random() < 0.1) marker.set('type', nearlyMarker(random, depth + 1))
  return marker
}

function strangeList(random: Random): Y.Array<unknown> {
  const list = new Y.Array<unknown>()
  list.push(many(random, () => randomValue(random)).filter(isTaken))
  return list
}
const strangeTree = (random: Random): Y.XmlElement => block(random, 0)

const textFormats = (random: Random): Record<string, unknown> =>
  Object.fromEntries(
    many(random, () => pickFrom(random, ['bold', 'italic', 'strike', 'link', 'underline', 'x'.repeat(2000)]), 2).map(
      (name) => [name, asJson(pickFrom(random, FORMAT_VALUES)(random))],
    ) as [string, unknown][],
  )

const FORMAT_VALUES = [
  () => true,
  () => null,
  () => 'https://example.org/' + 'x'.repeat(3000),
  () => 'javascript:alert(1)',
  () => ({ huge: 'x'.repeat(20_000) }),
  randomValue,
]

/** Formats and embedded values travel as JSON. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}` : inner)) ?? 'null')

function block(random: Random, depth: number): Y.XmlElement {
  const element = new Y.XmlElement(pickFrom(random, CARD_NAMES.nodes))
  for (const name of CARD_NAMES.keys)
    // Any value may stand there; the type of y's attributes knows texts alone.
    if (random() < 0.3) element.setAttribute(name, scalar(attribute(random, name)) as string)
  const count = between(random, 0, 3)
  for (let at = 0; at < count; at++)
    element.insert(0, [
      random() < 0.5 || depth > 12 ? new Y.XmlText(randomText(random) || 'x') : block(random, depth + 1),
    ])
  return element
}

function deep(random: Random, depth: number): Y.XmlElement {
  const element = new Y.XmlElement(depth % 2 === 0 ? pickFrom(random, ['bulletList', 'blockquote']) : 'listItem')
  element.insert(0, [depth === 0 ? new Y.XmlText('deep') : deep(random, depth - 1)])
  return element
}

function attribute(random: Random, key: string): unknown {
  if (key === 'symbol') return pickFrom(random, SYMBOLS)
  if (key === 'paragraph') return pickFrom(random, [13, '13', 1e15])
  if (key === 'quotation') return randomText(random)
  return random() < 0.3 ? randomValue(random) : pickFrom(random, ['ab'.repeat(32), 3, 2, 'b'])
}

const set = (map: Y.Map<unknown>, key: string, value: unknown): void => {
  if (isTaken(value)) map.set(key, value)
}

/** What Yjs takes from a program; `nonsenseDocument` has the rest. */
const isTaken = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? typeof value.constructor === 'function'
    : value !== undefined && typeof value !== 'bigint'

const scalar = (value: unknown): unknown => (isTaken(value) ? value : null)
