/** A PDF's text layer as printed lines with their pages. Pictures are not looked into. */
import type { Source, SourceLine } from '../source.ts'
import type { Limits } from './limits.ts'
import { linesOfPage, type Piece } from './pdf-lines.ts'
import { piecesOfPage, type PdfPage } from './pdf-pieces.ts'
import { tooManyLines } from './plain.ts'
import { unreadable, type UnreadableDocument } from './unreadable.ts'

/** Signs without a meaning outside of their font, or none at all. */
const UNKNOWN_SIGN = /[\u0000-\u0008\u000e-\u001f\ufffd\p{Co}]/gu
/** Parts of all signs: from the first on it is said, from the second on the rest is no use either. */
const UNKNOWN_TOLD = 0.01
const UNKNOWN_MOST = 0.5

interface PdfFile {
  numPages: number
  getPage: (number: number) => Promise<PdfPage>
}

export async function readPdf(bytes: Uint8Array, name: string, limits: Limits): Promise<Source> {
  const { getDocument } = await import('unpdf/pdfjs')
  const loading = getDocument({
    // A copy: the reader takes over the buffer it is given.
    data: new Uint8Array(bytes),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
  })
  try {
    const file = await loading.promise.catch((cause: unknown) => {
      throw notOpened(name, cause)
    })
    if (file.numPages > limits.pages) throw tooManyPages(name, limits)
    return await readPages(file, name, limits)
  } finally {
    await loading.destroy()
  }
}

async function readPages(file: PdfFile, name: string, limits: Limits): Promise<Source> {
  const lines: SourceLine[] = []
  const empty: number[] = []
  const broken: number[] = []
  for (let number = 1; number <= file.numPages; number += 1) {
    const groups = await piecesOn(file, number)
    if (groups === null) broken.push(number)
    else {
      const found = groups.flatMap((pieces) => linesOfPage(pieces, number))
      if (found.length === 0) empty.push(number)
      for (const line of found) lines.push(line)
    }
    if (lines.length > limits.lines) throw tooManyLines(name, limits)
  }
  if (lines.length === 0) throw nothingOn(name, broken.length > 0)
  const warnings = [
    ...(broken.length === 0 ? [] : [`${pagesInWords(broken)} cannot be read: the file is damaged there.`]),
    ...(empty.length === 0 ? [] : [`${pagesInWords(empty)}: no text; blank, or a picture such as a scan.`]),
    ...unknownSigns(lines, name),
  ]
  return { format: 'pdf', lines, warnings }
}

/** Null if the page is damaged; other pages are read all the same. */
async function piecesOn(file: PdfFile, number: number): Promise<Piece[][] | null> {
  try {
    return await piecesOfPage(await file.getPage(number))
  } catch {
    // The page is named among the warnings; why its drawing is broken helps nobody.
    return null
  }
}

/** A font may draw letters without saying which ones they are. */
function unknownSigns(lines: readonly SourceLine[], name: string): string[] {
  let all = 0
  let unknown = 0
  for (const { text } of lines) {
    all += text.length
    unknown += text.match(UNKNOWN_SIGN)?.length ?? 0
  }
  if (unknown > all * UNKNOWN_MOST)
    throw unreadable('nothing-readable', {
      name,
      what: 'does not say which letters its fonts draw, so its text cannot be taken out',
      todo: 'Run text recognition (OCR) over it, or bring the document in another form.',
    })
  if (unknown <= all * UNKNOWN_TOLD) return []
  return [`${unknown} of ${all} signs cannot be known: their fonts do not say which letters they draw.`]
}

function notOpened(name: string, cause: unknown): UnreadableDocument {
  if (cause instanceof Error && cause.name === 'PasswordException')
    return unreadable('encrypted', {
      name,
      what: 'is protected with a password',
      todo: 'Open it with the password, print or save it to a PDF without one, and bring that file.',
      cause,
    })
  return unreadable('damaged', {
    name,
    what: 'begins as a PDF, but cannot be opened: it is damaged or cut off',
    todo: 'Get the file again from where it came, and see whether another program opens it.',
    cause,
  })
}

function nothingOn(name: string, isBroken: boolean): UnreadableDocument {
  if (isBroken) return notOpened(name, undefined)
  return unreadable('no-text-layer', {
    name,
    what: 'has no text layer: its pages are pictures, such as a scan',
    todo: 'Run text recognition (OCR) over it, and bring the PDF with text that it gives.',
  })
}

const tooManyPages = (name: string, limits: Limits): UnreadableDocument =>
  unreadable('too-large', {
    name,
    what: `has more than ${limits.pages} pages, the most that is read`,
    todo: 'Split it, and bring the parts one by one.',
  })

/** "Page 3", "Pages 2, 5 to 9". */
function pagesInWords(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of pages) {
    const run = runs.at(-1)
    if (run !== undefined && run[1] === page - 1) run[1] = page
    else runs.push([page, page])
  }
  const words = runs.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')
  return pages.length === 1 ? `Page ${words}` : `Pages ${words}`
}
