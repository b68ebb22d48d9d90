/** What elements of a web page mean for its text (HTML Living Standard): blocks, what nobody reads, lists, notes. */

export type Attributes = Readonly<Record<string, string>>

const BLOCKS = new Set(
  (
    'address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre section summary table tbody tfoot thead ul'
  ).split(' '),
)
/** Not shown as text, or not of the text: code, pictures, controls. */
const SILENT = new Set(
  (
    'head script style template noscript svg math iframe object embed audio video canvas map select datalist button ' +
    'textarea input progress meter'
  ).split(' '),
)
const NAVIGATION_ROLES = new Set(['navigation', 'search', 'menu', 'menubar'])
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden/i
const NOTE_ROLES = /\bdoc-(?:footnote|endnote)\b/
const NOTES_ROLES = /\bdoc-endnotes\b/
const NOTES_CLASS = /(?:^|\s)(?:footnotes|endnotes)(?:\s|$)/i
const NOTE_ID = /^_?(?:fn|ftn|edn|footnote|endnote)[-_:]?(\d{1,3})$/i

export const isBlock = (name: string): boolean => BLOCKS.has(name)

/** `silent`: leaves nothing out that a reader sees. `navigation`: visible, but not of the document; it is reported. */
export function leftOut(name: string, attributes: Attributes): 'silent' | 'navigation' | null {
  if (SILENT.has(name) || 'hidden' in attributes || HIDDEN.test(attributes['style'] ?? '')) return 'silent'
  if (attributes['role'] === 'doc-backlink') return 'silent'
  return name === 'nav' || NAVIGATION_ROLES.has(attributes['role'] ?? '') ? 'navigation' : null
}

export const isMain = (name: string, attributes: Attributes): boolean =>
  name === 'main' || attributes['role'] === 'main'

export const isNotes = (attributes: Attributes): boolean =>
  NOTES_ROLES.test(attributes['role'] ?? '') || NOTES_CLASS.test(attributes['class'] ?? '')

/** The marker if this element is one note; '' if it is one and its marker stands in its text. */
export function noteMarker(attributes: Attributes): string | null {
  const byId = NOTE_ID.exec(attributes['id'] ?? '')?.[1]
  if (byId !== undefined) return byId
  return NOTE_ROLES.test(attributes['role'] ?? '') ? '' : null
}

export const headingLevel = (name: string, attributes: Attributes): number | null => {
  if (/^h[1-6]$/.test(name)) return Number(name[1])
  if (attributes['role'] !== 'heading') return null
  return Math.min(6, Math.max(1, Number(attributes['aria-level']) || 2))
}
