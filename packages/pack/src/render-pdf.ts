/** The briefing as a tagged PDF (PDF/UA-1), set by Typst. User text goes in as JSON values, never as markup. */
import { readFileSync } from 'node:fs'
import { TLP } from '@briefboard/board'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { PackError } from './errors.ts'
import type { Stamp } from './pack.ts'
import { pdfData } from './pdf-data.ts'
import { pdfFonts } from './pdf-fonts.ts'
import { pdfText } from './pdf-text.ts'
import { readPdfTexts } from './pdf-read.ts'
import type { ProjectedCard, Projection } from './projection.ts'
import { stringsOf } from './strings.ts'
import { svgStrings } from './svg-strings.ts'

export interface RenderedPdf {
  bytes: Uint8Array
  /** Every text that is in the file, read back from its bytes, and every text that was given to the compiler. */
  texts: string[]
  /** Characters that no font has, as "U+6F22". */
  unprintable: string[]
}

/** Copied and followed, not only read: no place to break a line may get into them. */
const EXACT = new Set(['snapshot', 'url', 'svg', 'id'])

const TEMPLATE = new URL('./templates/briefing.typ', import.meta.url)

/** Throws PackError `render-failed`; it names the card if one card alone cannot be set. */
export function renderPdf(projection: Projection, stamp: Stamp): RenderedPdf {
  try {
    return typeset(projection, stamp)
  } catch (cause) {
    const culprit = projection.cards.find((card) => !canBeSet(projection, card, stamp))
    const what =
      culprit === undefined ? 'The PDF could not be set' : `The card “${culprit.title}” could not be set as PDF`
    throw new PackError('render-failed', `${what}: ${wordsOf(cause)}`, { card: culprit?.id, cause })
  }
}

function typeset(projection: Projection, stamp: Stamp): RenderedPdf {
  const { blobs, covers, draws } = pdfFonts()
  const { settable, drawable, unprintable } = pdfText(covers, draws)
  const content = pdfData(projection, stamp, drawable)
  const data = JSON.stringify(content, (key, value: unknown) =>
    typeof value !== 'string' ? value : EXACT.has(key) ? value.toWellFormed() : settable(value),
  )
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: blobs }] })
  try {
    const compiled = compiler.compile({ mainFileContent: readFileSync(TEMPLATE, 'utf8'), inputs: { data } })
    if (compiled.result === null) throw new Error(diagnosticsOf(compiler, compiled.takeError()))
    const bytes = new Uint8Array(compiler.pdf(compiled.result, { pdfStandard: 'ua-1' }))
    const texts = readPdfTexts(bytes)
    // A reader that finds nothing would call every file clean; each page bears the marking, so it must be found.
    if (!texts.some((text) => text.includes(TLP[projection.marking].label)))
      throw new Error('The PDF could not be read back.')
    return { bytes, texts: [givenTexts(data).join('\n'), ...texts], unprintable: unprintable() }
  } finally {
    // Typst keeps what it has worked out for the next time; a pack has none.
    compiler.evictCache(0)
  }
}

/** What the compiler was given: keys, and the marks that a drawing is made of, are ours and say nothing of anybody. */
function givenTexts(data: string): string[] {
  const plain: unknown = JSON.parse(data, (key, value: unknown) =>
    key === 'svg' && typeof value === 'string' ? svgStrings(value) : value,
  )
  return stringsOf(plain)
}

function diagnosticsOf(
  compiler: NodeCompiler,
  error: ReturnType<ReturnType<NodeCompiler['compile']>['takeError']>,
): string {
  return error === null ? 'The typesetter gave no reason.' : JSON.stringify(compiler.fetchDiagnostics(error))
}

function canBeSet(projection: Projection, card: ProjectedCard, stamp: Stamp): boolean {
  try {
    typeset({ ...projection, cards: [card], reports: [] }, stamp)
    return true
  } catch {
    // Which card it is, is all that is asked; the reason is reported with the whole.
    return false
  }
}

/** Typst's own words out of its list of diagnostics, each once; the list itself stays in the error's cause. */
function wordsOf(cause: unknown): string {
  const all = cause instanceof Error ? cause.message : String(cause)
  const messages = [...all.matchAll(/"?message"?:\s?"((?:[^"\\]|\\.)*)"/g)].map(([, message = '']) => message)
  return (messages.length === 0 ? all : [...new Set(messages)].join('; ')).slice(0, 500)
}
