/** Markdown's own marks: read for what they say, then taken out of the text and put on record. */
import { removal, type Line } from './lines.ts'
import type { Removed } from './model.ts'
import { cut, liftMarks, spliceAll, trim, type TracedText } from './traced-text.ts'

const HEADING = /^#{1,6}\s+/
const SIGN = /^#{1,6}\s|<sup>\s*[\w*]+\s*<\/sup>|\]\(#?[^)\s]*\)|^\*\*[^*]+\*\*$/

/** A text file whose text is Markdown all the same: three lines or more bear its marks. */
export function looksLikeMarkdown(lines: readonly Line[]): boolean {
  return lines.filter(({ text }) => SIGN.test(text.text)).length >= 3
}

/** Notes' markers as Markdown and our own readers write them: <sup>3</sup>, <sup>3, 4</sup>, [^3]. */
const RAISED = /<sup>([\w*†‡§()[\],\s]{1,40})<\/sup>|\[\^([\w*]{1,4})\](?!:)/g

/** Lifts markers that are written as such; the character ³ counts too. */
export function liftWrittenMarkers(line: Line): Line {
  if (!/<sup>|\[\^|[¹²³⁰⁴-⁹]/.test(line.text.text)) return line
  const written = [...line.text.text.matchAll(RAISED)].map((found) => ({
    ...placeOf(found),
    marker: (found[1] ?? found[2] ?? '').replace(/[()[\]\s]/g, ''),
  }))
  const lifted = liftMarks(line.text, written)
  // km² and m³ are units, a digit before makes it a power.
  const characters = [...lifted.text.matchAll(/(?<![\dkc]?m|\d)[¹²³⁰⁴-⁹]{1,3}(?!\w)/g)].map((found) => ({
    ...placeOf(found),
    marker: found[0].normalize('NFKC'),
  }))
  const text = liftMarks(lifted, characters)
  return { ...line, text: trim(text) }
}

const placeOf = ({ index, 0: found }: RegExpExecArray): { from: number; to: number } => ({
  from: index,
  to: index + found.length,
})

/** Takes Markdown's marks out of the lines. Two runs of bold type that touch are two lines. */
export function readMarkup(lines: readonly Line[]): { lines: Line[]; removed: Removed[] } {
  const removed: Removed[] = []
  return { lines: lines.flatMap(splitBold).map((line) => readLine(line, removed)), removed }
}

function splitBold(line: Line): Line[] {
  const seam = line.text.text.startsWith('**') ? line.text.text.indexOf('****', 2) : -1
  if (seam < 0) return [line]
  const after = { ...line, text: cut(line.text, seam + 2), gapBefore: true }
  return [{ ...line, text: cut(line.text, 0, seam + 2) }, ...splitBold(after)]
}

function readLine(line: Line, removed: Removed[]): Line {
  const heading = HEADING.exec(line.text.text)
  const marks = marksOf(line.text)
  if (marks.length === 0) return line
  const bold = /^(?:#{1,6}\s+)?\*\*[^*]+\*\*$/.test(line.text.text)
  for (const { from, to } of marks) removed.push(removal(line, unmarked(cut(line.text, from, to)), 'Markdown mark'))
  const text = spliceAll(line.text, marks)
  const role = heading === null ? line.role : { kind: 'heading' as const, level: heading[0].trim().length }
  return { ...line, role, bold, text: trim(text) }
}

/** Markers beside a mark stay in the text. */
const unmarked = (text: TracedText): TracedText => ({ ...text, marks: [] })

const MARKS = [
  HEADING,
  /\*\*(?=\S)|(?<=\S)\*\*/g,
  // *italic*: a pair around words, not a bullet and not the sign of a note
  /(?<![*\w])\*(?=[^\s*][^*]*[^\s*]\*(?![*\w]))|(?<=(?<![*\w])\*[^\s*][^*]{0,300}[^\s*])\*(?![*\w])/g,
  /\\(?=[\\`*_{}[\]()#+\-.!$|<>~])/g,
]

function marksOf({ text }: TracedText): { from: number; to: number }[] {
  if (!/[#*\\[]/.test(text)) return []
  const found = MARKS.flatMap((mark) =>
    [...text.matchAll(mark.global ? mark : new RegExp(mark, 'g'))].map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
    })),
  )
  const links = linkMarks(text)
  const inLink = (from: number): boolean => links.some((link) => from >= link.from && from < link.to)
  return [...found.filter(({ from }) => !inLink(from)), ...links].sort((a, b) => a.from - b.from)
}

/** [words](address): the brackets and the address are marks, the words stay. */
function linkMarks(text: string): { from: number; to: number }[] {
  return [...text.matchAll(/(?<!\\)\[((?:[^[\]]|\\[[\]])+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g)].flatMap(
    (link) => {
      const wordsEnd = link.index + 1 + (link[1] ?? '').length
      return [
        { from: link.index, to: link.index + 1 },
        { from: wordsEnd, to: link.index + link[0].length },
      ]
    },
  )
}
