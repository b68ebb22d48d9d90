/** What the styles of a Word document say of their paragraphs: headings by level, and numbering. */
import { childOf, childrenOf, readXml, valueOf, type XmlElement } from './xml.ts'

export interface ParagraphStyle {
  headingLevel: number | null
  /** `level` null: the numbering knows which of its levels is for the style. */
  numbering: { id: string; level: number | null } | null
}

interface OwnStyle extends ParagraphStyle {
  basedOn: string | null
}

const PLAIN: ParagraphStyle = { headingLevel: null, numbering: null }
const BY_NAME = /^heading ?([1-6])$/i
/** Headings in the templates of United Nations documents: "_ H _Ch_G", "_ H_1", "_ H_2/3". */
const UN_HEADING = /^_?\s*H[\s_]*(M|Ch|1|2\/?3|4|5\/?6)(?:_G)?C?$/i
const UN_LEVELS: Record<string, number> = { m: 1, ch: 2, '1': 3, '23': 4, '4': 5, '56': 6 }

/** Gives a function from a style's id to what it means; unknown ids mean nothing. */
export function readStyles(xml: string | null): (id: string | null) => ParagraphStyle {
  if (xml === null) return () => PLAIN
  const styles = new Map<string, OwnStyle>()
  for (const style of childrenOf(childOf(readXml(xml), 'styles'), 'style'))
    styles.set(style.attributes['styleId'] ?? '', ownStyle(style))
  const known = new Map<string | null, ParagraphStyle>()
  return (id) => {
    const style = known.get(id) ?? inherited(styles, id)
    known.set(id, style)
    return style
  }
}

function ownStyle(style: XmlElement): OwnStyle {
  const properties = childOf(style, 'pPr')
  return {
    headingLevel: levelByName(valueOf(style, 'name') ?? '') ?? outlineLevel(valueOf(properties, 'outlineLvl')),
    numbering: numberingOf(properties),
    basedOn: valueOf(style, 'basedOn') ?? null,
  }
}

/** Word's outline levels count from 0; 9 is text. */
export function outlineLevel(value: string | undefined): number | null {
  const level = Number.parseInt(value ?? '', 10)
  return level >= 0 && level < 9 ? Math.min(6, level + 1) : null
}

export function numberingOf(properties: XmlElement | undefined): ParagraphStyle['numbering'] {
  const numbering = childOf(properties, 'numPr')
  const id = valueOf(numbering, 'numId')
  const level = Number.parseInt(valueOf(numbering, 'ilvl') ?? '', 10)
  return id === undefined ? null : { id, level: Number.isInteger(level) ? level : null }
}

function levelByName(name: string): number | null {
  const level = BY_NAME.exec(name)?.[1]
  if (level !== undefined) return Number(level)
  if (/^title$/i.test(name)) return 1
  const kind = UN_HEADING.exec(name)?.[1]
  return kind === undefined ? null : (UN_LEVELS[kind.toLowerCase().replace('/', '')] ?? null)
}

function inherited(styles: ReadonlyMap<string, OwnStyle>, id: string | null): ParagraphStyle {
  const seen = new Set<string>()
  let headingLevel: number | null = null
  let numbering: ParagraphStyle['numbering'] = null
  // Styles that are based on each other in a circle end here.
  for (let at = id; at !== null && !seen.has(at);) {
    seen.add(at)
    const style: OwnStyle | undefined = styles.get(at)
    headingLevel ??= style?.headingLevel ?? null
    numbering ??= style?.numbering ?? null
    at = style?.basedOn ?? null
  }
  return { headingLevel, numbering }
}
