/** A web page: its main text in blocks, without scripts, styles and navigation. What visible text is left out is said. */
import type { Source } from '../source.ts'
import { walkPage } from './html-walk.ts'
import type { Limits } from './limits.ts'
import { bindNotes } from './note-lines.ts'
import { unreadable } from './unreadable.ts'

const SAMPLE_LETTERS = 300

/** The encoding that a page names in its head (HTML Living Standard, 13.2.3.2), or an XML declaration. */
export function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const named =
    /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(start) ??
    /^<\?xml[^>]{0,200}encoding\s*=\s*["']([\w-]+)/.exec(start)
  return named?.[1] ?? null
}

/** Something that stands at a page's beginning, behind a declaration and comments. */
export const looksLikeHtml = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b/i.test(
    text.slice(0, 8192),
  )

/** Markup without a head: only believed if the name says that it is a page. */
export const hasElements = (text: string): boolean =>
  /<(p|div|h[1-6]|table|ul|ol|span|br)\b[^>]{0,500}>/i.test(text.slice(0, 65_536))

export function readHtml(html: string, name: string, limits: Limits): Source {
  const whole = walkPage(html, name, limits, 'all')
  const warnings = whole.navigation === '' ? [] : [`Left out as navigation: ${sample(whole.navigation)}.`]
  const main = whole.hasMain ? walkPage(html, name, limits, 'main') : whole
  const isMainEnough = whole.hasMain && letters(main.lines) * 2 >= letters(whole.lines)
  const { lines } = isMainEnough ? main : whole
  if (isMainEnough && main.outside !== '')
    warnings.push(`Left out because it stands outside of the page’s main part: ${sample(main.outside)}.`)
  if (letters(lines) === 0)
    throw unreadable('nothing-readable', {
      name,
      what: 'is a web page without text of its own: what a browser shows is fetched by scripts',
      todo: 'Open it in a browser, print it to a PDF, and bring that file.',
    })
  return { format: 'html', lines: bindNotes(lines), warnings }
}

const letters = (lines: Source['lines']): number => lines.reduce((sum, { text }) => sum + text.length, 0)

function sample(text: string): string {
  const tidy = text.replaceAll(/\s+/g, ' ').trim()
  const shown = tidy.length <= SAMPLE_LETTERS ? tidy : `${tidy.slice(0, SAMPLE_LETTERS)}…`
  return `“${shown}” (${tidy.length} characters)`
}
