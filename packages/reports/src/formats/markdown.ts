/** What Markdown (CommonMark, with footnotes and tables) says of a line. The lines keep their markup. */
import type { SourceLine } from '../source.ts'
import type { Role } from './lines.ts'

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/
const NOTE = /^ {0,3}\[\^([^\]\s]{1,40})\]:/
const BULLET = /^\s*[-*+][ \t]+\S/
/** `* * *` is a line across the page. */
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/
const TABLE_ROW = /^ {0,3}\|.*\|\s*$/
const FENCE = /^ {0,3}(```|~~~)/
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/

/** Text that nobody called Markdown is taken as such if it has several of its marks. */
export function looksLikeMarkdown(text: string): boolean {
  const seen = text.slice(0, 200_000)
  const count = (marks: RegExp): number => seen.match(marks)?.length ?? 0
  const headings = count(/^#{1,6} \S/gm)
  const inline = count(/\*\*[^*\s][^*\n]*\*\*|\[[^\]\n]{1,200}\]\([^)\s]*\)|<sup>[^<\n]{1,8}<\/sup>/g)
  return headings >= 2 || inline >= 3 || (headings >= 1 && inline >= 1)
}

/** A numbered line has no role: in a report its number is a paragraph's as often as a list's. */
export function markdownRoles(lines: readonly SourceLine[]): SourceLine[] {
  let fence: string | null = null
  return lines.map((line, index) => {
    const mark = FENCE.exec(line.text)?.[1] ?? null
    if (mark !== null && (fence === null || fence === mark)) {
      fence = fence === null ? mark : null
      return line
    }
    if (fence !== null) return line
    return { ...line, role: roleOf(line.text) ?? underlinedRole(lines, index) }
  })
}

function roleOf(text: string): Role {
  const heading = HEADING.exec(text)?.[1]
  if (heading !== undefined) return { kind: 'heading', level: heading.length }
  const marker = NOTE.exec(text)?.[1]
  if (marker !== undefined) return { kind: 'note', marker }
  if (BULLET.test(text) && !RULE.test(text)) return { kind: 'list-item', label: null }
  return TABLE_ROW.test(text) ? { kind: 'table-row' } : null
}

/** A line with `===` or `---` under it is a heading if it stands alone; `---` after a paragraph is a rule as often. */
function underlinedRole(lines: readonly SourceLine[], index: number): Role {
  const text = lines[index]?.text.trim() ?? ''
  const under = UNDERLINE.exec(lines[index + 1]?.text ?? '')?.[1]
  const isAlone = (lines[index - 1]?.text.trim() ?? '') === ''
  if (under === undefined || text === '' || !isAlone || text.length > 200 || UNDERLINE.test(text)) return null
  return { kind: 'heading', level: under.startsWith('=') ? 1 : 2 }
}
