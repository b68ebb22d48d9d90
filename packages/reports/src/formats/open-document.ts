/** A file's bytes to its text in lines, whatever form it has: TXT, Markdown, HTML, PDF with a text layer, DOCX. */
import type { Source } from '../source.ts'
import { formByBytes } from './bytes-of-form.ts'
import { decode } from './decode.ts'
import { mainPart, readDocx } from './docx.ts'
import { declaredEncoding, hasElements, looksLikeHtml, readHtml } from './html.ts'
import { LIMITS, type Limits } from './limits.ts'
import { formByName, wrongNameWarning } from './name-of-form.ts'
import { readPdf } from './pdf.ts'
import { readPlain } from './plain.ts'
import { tooLarge, unreadable, type UnreadableDocument } from './unreadable.ts'
import { openZip, type Zip } from './zip.ts'

/**
 * The content decides which form it is; a name that says something else is a warning. `name` is the file's name.
 * What the lines look like:
 * - text, markdown: as they stand in the file, with their markup.
 * - html, docx: a line a block, without markup; a label or marker that the form makes by itself is in the role alone.
 * - pdf: a line a printed line, heads and feet of pages too.
 * - In all forms an empty line stands between blocks, a raised mark is written `<sup>3</sup>`, cells stand apart by ` | `.
 * Nothing that a reader of the document sees is left out without a warning.
 * @throws UnreadableDocument, with a sentence for the person who brought the file
 */
export async function openDocument(bytes: Uint8Array, name: string, given: Partial<Limits> = {}): Promise<Source> {
  const limits = { ...LIMITS, ...given }
  if (bytes.length === 0) throw empty(name, 'is empty: it has no bytes')
  if (bytes.length > limits.fileBytes) throw tooLarge(name, limits.fileBytes)
  const source = await openForm(bytes, name, limits)
  const warning = wrongNameWarning(name, source.format)
  return warning === null ? source : { ...source, warnings: [warning, ...source.warnings] }
}

function openForm(bytes: Uint8Array, name: string, limits: Limits): Source | Promise<Source> {
  const form = formByBytes(bytes, name)
  switch (form) {
    case 'pdf':
      return readPdf(bytes, name, limits)
    case 'zip':
      return openPacked(bytes, name, limits)
    case 'text':
      return openText(bytes, name, limits)
    default:
      return form satisfies never
  }
}

function openText(bytes: Uint8Array, name: string, limits: Limits): Source {
  const { text, warnings } = decode(bytes, name, declaredEncoding(bytes))
  if (text.trim() === '') throw empty(name, 'is empty: it has nothing but blanks')
  const isPage = looksLikeHtml(text) || (formByName(name) === 'html' && hasElements(text))
  const source = isPage ? readHtml(text, name, limits) : readPlain(text, name, limits)
  return { ...source, warnings: [...warnings, ...source.warnings] }
}

function openPacked(bytes: Uint8Array, name: string, limits: Limits): Source {
  const zip = openZip(bytes, name, limits.inflatedBytes)
  const main = mainPart(zip)
  if (main === null) throw otherZip(name, zip)
  return readDocx(zip, main, name, limits)
}

/** Forms that are zips too. */
const OTHER_ZIPS: readonly { part: string; what: string; todo: string }[] = [
  {
    part: 'xl/workbook.xml',
    what: 'is a spreadsheet, which is not read',
    todo: 'Save the text that you need as PDF, and bring that file.',
  },
  {
    part: 'ppt/presentation.xml',
    what: 'is a presentation, which is not read',
    todo: 'Save it as PDF, and bring that file.',
  },
  {
    part: 'content.xml',
    what: 'is an OpenDocument file, which is not read',
    todo: 'Save it as DOCX or PDF, and bring that file.',
  },
  {
    part: 'META-INF/container.xml',
    what: 'is an e-book, which is not read',
    todo: 'Bring the document as HTML, PDF or DOCX.',
  },
]

function otherZip(name: string, zip: Zip): UnreadableDocument {
  const known = OTHER_ZIPS.find(({ part }) => zip.names.includes(part)) ?? {
    what: 'is a packed archive, not a document',
    todo: 'Unpack it, and bring the document that is in it.',
  }
  return unreadable('unsupported', { name, what: known.what, todo: known.todo })
}

const empty = (name: string, what: string): UnreadableDocument =>
  unreadable('empty', { name, what, todo: 'Get the file again from where it came; the transfer may have failed.' })
