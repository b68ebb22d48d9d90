/** Figures, cards and a strict reader of SVG, for the tests of this package. */
import type { Card, Figure, Judgement, Region } from '@briefboard/board'

export function figure(id: string, over: Partial<Figure> = {}): Figure {
  return {
    ...{ id, card: 'money', measure: 'Income from oil', low: 10, high: 10, unit: 'USD', period: '2015' },
    ...{ basis: 'oil income', qualifier: 'none', citation: { symbol: 'S/2016/92', paragraph: 17 } },
    ...over,
  }
}

export function judgement(id: string, asOf: string, over: Partial<Judgement> = {}): Judgement {
  return {
    ...{ id, basis: null, settles: [], threatLevel: 'low', trend: 'steady', likelihood: 'likely' },
    ...{ confidence: 'low', reason: 'A reason.', citations: [], by: { id: 'anna', name: 'Anna' } },
    ...{ at: `${asOf}T00:00:00.000Z`, asOf },
    ...over,
  }
}

export function card(id: string, region: string, judgements: Judgement[], over: Partial<Card> = {}): Card {
  return {
    ...{ id, title: `Title of ${id}`, region, order: 'a0', status: 'draft', marking: null, actors: [], countries: [] },
    ...{ themes: [], tags: [], keyJudgement: '', assessment: [], gaps: [], judgements, lookedAt: [] },
    ...{ createdAt: '2018-01-01T00:00:00.000Z', createdBy: { id: 'anna', name: 'Anna' } },
    ...over,
  }
}

export const region = (id: string, countries: string[], m49: string[] = []): Region => ({
  ...{ id, name: `Region ${id}`, order: 'a0', m49, countries, headings: [] },
})

export interface Node {
  tag: string
  attributes: Record<string, string>
  children: Node[]
  text: string
}

const PART = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' }
const plain = (text: string): string => text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? 'an unknown entity')

/** Throws on anything that is not well formed. */
export function readSvg(svg: string): Node {
  const root: Node = { tag: '', attributes: {}, children: [], text: '' }
  const open = [root]
  PART.lastIndex = 0
  while (PART.lastIndex < svg.length) {
    const at = PART.lastIndex
    const found = PART.exec(svg)
    const parent = open.at(-1)
    if (found === null || parent === undefined) throw new Error(`not well formed at ${at}: ${svg.slice(at, at + 60)}`)
    const [, closes, tag = '', attributes = '', empty, text] = found
    if (text !== undefined) parent.text += plain(text)
    else if (closes === '/') {
      if (open.pop()?.tag !== tag) throw new Error(`</${tag}> closes what is not open at ${at}`)
    } else {
      const node: Node = { tag, attributes: attributesIn(attributes), children: [], text: '' }
      parent.children.push(node)
      if (empty !== '/') open.push(node)
    }
  }
  const [svgNode] = root.children
  if (open.length !== 1 || svgNode === undefined) throw new Error('an element is not closed')
  return svgNode
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, plain(value)]),
  )
}

/** The node and all below it. */
export const nodesIn = (node: Node): Node[] => [node, ...node.children.flatMap(nodesIn)]

/** What is written in the drawing, line by line. */
export const textsIn = (node: Node): string[] =>
  nodesIn(node)
    .filter(({ tag }) => tag === 'text')
    .map((text) =>
      nodesIn(text)
        .map((part) => part.text)
        .join(''),
    )
