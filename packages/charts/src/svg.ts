/** SVG as text: elements with escaped attributes and words. Nothing goes into a drawing but through here. */

import { withDirectionEnded } from './direction.ts'

/** Markup that is escaped already. */
export type Markup = string & { readonly markup: unique symbol }

export type Attributes = Record<string, string | number | null>

/** Numbers are cut to two decimals, `null` leaves the attribute out. Throws on a number that no drawing can have. */
export function element(tag: string, attributes: Attributes, children: readonly Markup[] = []): Markup {
  const written = Object.entries(attributes)
    .map(([name, value]) => (value === null ? '' : ` ${name}="${attribute(value)}"`))
    .join('')
  const body = children.join('')
  return markup(body === '' ? `<${tag}${written}/>` : `<${tag}${written}>${body}</${tag}>`)
}

/** Plain words as the content of an element. */
export const words = (text: string): Markup => markup(escaped(text))

export const inARow = (parts: readonly Markup[]): Markup => markup(parts.join(''))

/** Two decimals are a fortieth of a pixel on the largest wall; more would only make the text longer. */
export function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`A drawing cannot place ${value}.`)
  const cut = Math.round(value * 100) / 100
  return String(cut === 0 ? 0 : cut)
}

/** A short name for the ids in a drawing: equal for equal input, so that drawings are equal byte by byte. */
export function nameOf(input: unknown): string {
  let hash = 0x811c9dc5
  for (const character of JSON.stringify(input)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return `c${(hash >>> 0).toString(36)}`
}

const attribute = (value: string | number): string => (typeof value === 'number' ? number(value) : escaped(value))

// What XML 1.0 cannot hold at all (control characters, halves of pairs) would make the whole drawing unreadable.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return withDirectionEnded(text)
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replace(/[&<>"]/g, (sign) => NAMED[sign] ?? sign)
}

// The only place where text becomes markup: everything in it was escaped above.
const markup = (text: string): Markup => text as Markup
