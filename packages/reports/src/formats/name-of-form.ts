/** What a file's name promises, and whether its content keeps it. */
import { extname } from 'node:path'
import type { Source } from '../source.ts'

type Format = Source['format']

const BY_EXTENSION: Record<string, Format> = {
  '.txt': 'text',
  '.text': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.pdf': 'pdf',
  '.docx': 'docx',
  '.docm': 'docx',
}

const WORDS: Record<Format, string> = {
  text: 'plain text',
  markdown: 'Markdown',
  html: 'a web page',
  pdf: 'a PDF',
  docx: 'a Word document',
}

/** Null where the name says nothing. */
export const formByName = (name: string): Format | null => BY_EXTENSION[extname(name).toLowerCase()] ?? null

/** A warning if the name says something else than the content; Markdown is text too, so either may be called the other. */
export function wrongNameWarning(name: string, found: Format): string | null {
  const said = formByName(name)
  if (said === null || said === found || (isPlain(said) && isPlain(found))) return null
  return `The file’s name says that it is ${WORDS[said]}, but its content is ${WORDS[found]}. It was read as ${WORDS[found]}.`
}

const isPlain = (format: Format): boolean => format === 'text' || format === 'markdown'
