/** How letters look: the formats of a Y.Text that this version knows. All others stay as they are. */
import { isSafeLink } from './links.ts'

export interface Marks {
  bold: boolean
  italic: boolean
  strike: boolean
  /** Where a link leads; null for what is none. */
  link: string | null
}

export const PLAIN: Readonly<Marks> = { bold: false, italic: false, strike: false, link: null }

export const MARK_NAMES = ['bold', 'italic', 'strike', 'link'] as const
type MarkName = (typeof MARK_NAMES)[number]

export const isMarkName = (name: string): name is MarkName => (MARK_NAMES as readonly string[]).includes(name)

/** The formats that are in force at a place of a text, by name. Yjs ends one with null. */
export type Formats = ReadonlyMap<string, unknown>

export function readMarks(formats: Formats): Readonly<Marks> {
  if (formats.size === 0) return PLAIN
  const link = formats.get('link')
  return {
    bold: isOn(formats.get('bold')),
    italic: isOn(formats.get('italic')),
    strike: isOn(formats.get('strike')),
    link: typeof link === 'string' && isSafeLink(link) ? link : null,
  }
}

/** As formats of Y.Text; null ends one. */
export function formatsFor(
  marks: Readonly<Marks>,
  over: Readonly<Marks> = PLAIN,
): Record<string, true | string | null> {
  const formats: Record<string, true | string | null> = {}
  for (const name of MARK_NAMES) {
    if (marks[name] !== over[name]) formats[name] = marks[name] === false ? null : marks[name]
  }
  return formats
}

export const hasSameMarks = (a: Readonly<Marks>, b: Readonly<Marks>): boolean =>
  a === b || MARK_NAMES.every((name) => a[name] === b[name])

/** Other programs write `true` or an empty object. */
const isOn = (value: unknown): boolean => value !== undefined && value !== null && value !== false
