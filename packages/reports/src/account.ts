/** Says what of a source is missing in the report made from it: the promise that no character is lost. */
import { wholeText } from './lines.ts'
import type { ReadReport, Span, Traced } from './model.ts'
import type { Source } from './source.ts'

export interface Account {
  /** Characters of the source, other than white space, that are nowhere. */
  missing: { span: Span; text: string }[]
  /** Characters that are in two places. */
  twice: { span: Span; text: string }[]
  /** Texts that are not what their spans in the source say. */
  altered: { what: string; text: string; source: string }[]
}

/** Everything accounted for: all three lists are empty. */
export function accountFor(source: Source, report: ReadReport): Account {
  const whole = wholeText(source)
  const pieces = piecesOf(report)
  const times = new Uint8Array(whole.length)
  for (const { spans } of pieces)
    for (const [from, to] of spans) for (let at = from; at < to; at++) times[at] = (times[at] ?? 0) + 1
  const altered = pieces.flatMap(({ what, text, spans, inserted }) => {
    if (text === null) return []
    const added = new Set(inserted)
    const ours = tight(
      Array.from({ length: text.length }, (_, index) => (added.has(index) ? '' : text.charAt(index))).join(''),
    )
    const theirs = tight(spans.map(([from, to]) => whole.slice(from, to)).join(''))
    return ours === theirs ? [] : [{ what, text: ours, source: theirs }]
  })
  return { missing: runs(whole, (at) => times[at] === 0), twice: runs(whole, (at) => (times[at] ?? 0) > 1), altered }
}

interface Piece {
  what: string
  /** null where the span became something else than its text: a number, a marker. */
  text: string | null
  spans: Span[]
  inserted: number[]
}

function piecesOf(report: ReadReport): Piece[] {
  const traced = (what: string, text: string, { spans, labels, inserted }: Traced): Piece[] => [
    { what, text, spans, inserted },
    { what: `label of ${what}`, text: null, spans: labels, inserted: [] },
  ]
  return [
    ...traced('title', report.title ?? '', report.titleTrace),
    ...report.sections.flatMap((section) => traced(`section ${section.id}`, section.heading, section)),
    ...report.paragraphs.flatMap((paragraph) => traced(`paragraph ${paragraph.number}`, paragraph.text, paragraph)),
    ...report.notes.flatMap((note) => traced(`note ${note.marker}`, note.text, note)),
    ...report.removed.flatMap((removed) => traced(removed.why, removed.text, { ...removed, inserted: [] })),
    ...report.repairs.map(({ kind, spans }) => ({ what: kind, text: null, spans, inserted: [] })),
  ]
}

const tight = (text: string): string => text.replace(/\s+/g, '')

function runs(whole: string, isIn: (at: number) => boolean): { span: Span; text: string }[] {
  const found: Span[] = []
  for (let at = 0; at < whole.length; at++) {
    if (!isIn(at) || /\s/.test(whole.charAt(at))) continue
    const last = found.at(-1)
    if (last !== undefined && whole.slice(last[1], at).trim() === '' && at - last[1] < 4) last[1] = at + 1
    else found.push([at, at + 1])
  }
  return found.map((span) => ({ span, text: whole.slice(...span) }))
}
