/** Text and Markdown: every line as it stands in the file, its markup included. */
import type { Source, SourceLine } from '../source.ts'
import type { Limits } from './limits.ts'
import { markdownRoles, looksLikeMarkdown } from './markdown.ts'
import { formByName } from './name-of-form.ts'
import { unreadable } from './unreadable.ts'

/** A form feed ends a page: text that was taken from a PDF has them. */
const LINE_END = /\r\n|[\n\r\u000b\u000c\u0085\u2028\u2029]/g

export function readPlain(text: string, name: string, limits: Limits): Source {
  const lines = splitLines(text, name, limits)
  const named = formByName(name)
  const isMarkdown = named === 'markdown' || looksLikeMarkdown(text)
  return isMarkdown
    ? { format: 'markdown', lines: markdownRoles(lines), warnings: [] }
    : { format: 'text', lines, warnings: [] }
}

function splitLines(text: string, name: string, limits: Limits): SourceLine[] {
  const hasPages = text.includes('\u000c')
  const lines: SourceLine[] = []
  let page = 1
  let from = 0
  const take = (to: number): void => {
    lines.push({ text: text.slice(from, to), page: hasPages ? page : null, role: null })
    if (lines.length > limits.lines) throw tooManyLines(name, limits)
  }
  for (const end of text.matchAll(LINE_END)) {
    take(end.index)
    from = end.index + end[0].length
    if (end[0] === '\u000c') page += 1
  }
  if (from < text.length) take(text.length)
  return lines
}

export const tooManyLines = (name: string, limits: Limits): Error =>
  unreadable('too-large', {
    name,
    what: `has more than ${limits.lines} lines, the most that is read`,
    todo: 'Split it, and bring the parts one by one.',
  })
