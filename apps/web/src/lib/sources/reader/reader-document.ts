/** A report as it is read: its sections with their paragraphs, each with its digest, its own text, or both. */
import { finished, type Report, type Steps } from '@briefboard/board'
import type { ReadParagraph, ReadReport } from '@briefboard/reports'
import type { ImportFact, ReportSummary } from '@briefboard/protocol'
import type { StoredReport } from '@briefboard/protocol/pages'

export interface ReaderSubParagraph {
  label: string
  parent: string | null
  from: number
  to: number
}

export interface OwnText {
  text: string
  subparagraphs: ReaderSubParagraph[]
  notes: { marker: string; at: number }[]
}

export interface ReaderParagraph {
  /** Unlike any other's in the document, and what its address ends with: "p13"; "line120" for one without a number. */
  key: string
  number: number | null
  /** Null: the digests do not have it. */
  digest: string | null
  /** Null: nobody has imported it. */
  own: OwnText | null
}

export interface ReaderPart {
  /** Null before the first heading. */
  section: { id: string; heading: string; label: string | null; level: number; parent: string | null } | null
  paragraphs: ReaderParagraph[]
}

export interface ReaderDocument {
  summary: ReportSummary
  imported: ImportFact | null
  hasText: boolean
  hasDigests: boolean
  parts: ReaderPart[]
  notes: { marker: string; text: string; paragraph: number | null }[]
}

export const keyOfParagraph = (number: number): string => `p${number}`

/** In UTF-16 units: ten times a long report. A larger text is fetched by the page, since to draw it holds up the server. */
const LONGEST_DRAWN = 1_000_000

export const isDrawn = ({ parts, notes }: ReaderDocument): boolean => {
  let left = LONGEST_DRAWN
  for (const { paragraphs } of parts) for (const { own } of paragraphs) left -= own?.text.length ?? 0
  for (const { text } of notes) left -= text.length
  return left >= 0
}

export const readerDocument = (stored: StoredReport): ReaderDocument => finished(readerSteps(stored))

/** In steps: a document may have a hundred thousand paragraphs. */
export function* readerSteps({ summary, imported, ...stored }: StoredReport): Steps<ReaderDocument> {
  // Plain data that the server has read from its store.
  const report = stored.report as Report
  const text = stored.text as ReadReport | null
  const digests = new Map(report.paragraphs.map(({ number, digest }) => [number, digest.trim()]))
  const parts = text === null ? digestParts(report) : yield* textSteps(text, digests)
  return {
    summary,
    imported,
    hasText: text !== null,
    hasDigests: report.paragraphs.some(({ digest }) => digest.trim() !== ''),
    parts,
    notes: text === null ? [] : text.notes.map(({ marker, text, paragraph }) => ({ marker, text, paragraph })),
  }
}

export const paragraphsOf = (document: Pick<ReaderDocument, 'parts'>): ReaderParagraph[] =>
  document.parts.flatMap(({ paragraphs }) => paragraphs)

function digestParts({ sections, paragraphs }: Report): ReaderPart[] {
  const bySection = Map.groupBy(paragraphs, ({ section }) => section)
  return sections.map(({ id, heading, level, parent }) => ({
    section: { id, heading, label: null, level, parent },
    paragraphs: (bySection.get(id) ?? []).map(({ number, digest }) => digestOnly(number, digest)),
  }))
}

const digestOnly = (number: number, digest: string): ReaderParagraph => ({
  key: keyOfParagraph(number),
  number,
  digest: digest.trim() === '' ? null : digest.trim(),
  own: null,
})

/** The document's own order; a paragraph that only the digests have stands behind the one before it by number. */
function* textSteps({ sections, paragraphs }: ReadReport, digests: ReadonlyMap<number, string>): Steps<ReaderPart[]> {
  const bySection = new Map<string | null, ReaderParagraph[]>()
  for (const paragraph of paragraphs) {
    yield
    const own = withText(paragraph, digests)
    const already = bySection.get(paragraph.section)
    if (already === undefined) bySection.set(paragraph.section, [own])
    else already.push(own)
  }
  const opening = bySection.get(null)
  const parts: ReaderPart[] = [
    ...(opening === undefined ? [] : [{ section: null, paragraphs: opening }]),
    ...sections.map(({ id, heading, label, level, parent }) => ({
      section: { id, heading, label, level, parent },
      paragraphs: bySection.get(id) ?? [],
    })),
  ]
  const there = new Set(paragraphs.map(({ number }) => number))
  for (const [number, digest] of digests) {
    if (there.has(number) || digest === '') continue
    insertByNumber(parts, digestOnly(number, digest))
    yield
  }
  return parts
}

function withText(paragraph: ReadParagraph, digests: ReadonlyMap<number, string>): ReaderParagraph {
  const { number, text, subparagraphs, notes, line } = paragraph
  const digest = number === null ? undefined : digests.get(number)
  return {
    key: number === null ? `line${line}` : keyOfParagraph(number),
    number,
    digest: digest === undefined || digest === '' ? null : digest,
    own: {
      text,
      subparagraphs: subparagraphs.map(({ label, parent, from, to }) => ({ label, parent, from, to })),
      notes: notes.map(({ marker, at }) => ({ marker, at })),
    },
  }
}

function insertByNumber(parts: ReaderPart[], paragraph: ReaderParagraph): void {
  const number = paragraph.number ?? 0
  const comesBefore = (one: ReaderParagraph): boolean => one.number !== null && one.number < number
  const part = parts.findLast(({ paragraphs }) => paragraphs.some(comesBefore)) ?? parts[0]
  if (part === undefined) parts.push({ section: null, paragraphs: [paragraph] })
  else part.paragraphs.splice(part.paragraphs.findLastIndex(comesBefore) + 1, 0, paragraph)
}
