/** The HTML of a block: the same in the live editor and in what is shown before it comes. */
import type { BlockFormat } from '@briefboard/text'

export interface BlockShape {
  outer: 'p' | 'h2' | 'h3' | 'ul' | 'ol'
  /** Of a list's item, which is a list of its own: blocks lie flat, and may be anything at any depth. */
  inner: 'li' | null
  attributes: Record<string, string>
}

/** `number`: which one an item of an ordered list bears; left out, that with which it begins a list. */
export function blockShape(
  { kind, name, level, indent, quote, start }: BlockFormat,
  number: number | null = start,
): BlockShape {
  const attributes: Record<string, string> = {
    // Each paragraph runs in the direction of its own words.
    dir: 'auto',
    ...(indent > 0 && { 'data-indent': `${indent}` }),
    ...(quote && { 'data-quote': '' }),
  }
  switch (kind) {
    case 'paragraph':
      return { outer: 'p', inner: null, attributes }
    case 'heading':
      return { outer: level === 2 ? 'h2' : 'h3', inner: null, attributes }
    case 'bullet':
      return { outer: 'ul', inner: 'li', attributes }
    case 'ordered':
      return {
        outer: 'ol',
        inner: 'li',
        attributes: number === null ? attributes : { ...attributes, start: `${number}` },
      }
    case 'unknown':
      return { outer: 'p', inner: null, attributes: { ...attributes, 'data-unknown': name ?? '' } }
    default:
      return kind satisfies never
  }
}
