/** Running heads and feet: lines that come back at the edge of page after page. */
import type { Line } from './lines.ts'
import { endsSentence } from './sentences.ts'

const EDGE_LINES = 2
const MIN_PAGES = 3
const MAX_LENGTH = 250

/** The lines that are running heads. Where the form has no pages, other furniture shows where one ends. */
export function runningHeads(lines: readonly Line[], furniture: ReadonlySet<Line>): Line[] {
  const candidates = lines.filter((line) => !furniture.has(line) && canBeHead(line))
  const edges = lines.some(({ page }) => page !== null)
    ? pageEdges(lines.filter((line) => !furniture.has(line))).filter(canBeHead)
    : besideFurniture(lines, candidates, furniture)
  const times = new Map<string, Set<number>>()
  for (const line of edges) {
    const form = formOf(line)
    times.set(form, (times.get(form) ?? new Set()).add(line.page ?? line.number))
  }
  return edges.filter((line) => (times.get(formOf(line))?.size ?? 0) >= MIN_PAGES)
}

/** The same but for the page's number. Numbers that start a paragraph are not page numbers, so they stay. */
const formOf = ({ text }: Line): string => text.text.replace(/(?<=\s)\d+$|^\d+(?=\s)/g, '#').toLowerCase()

/** A sentence is none, nor the body of a note, of which several may say the same. */
const canBeHead = ({ text }: Line): boolean =>
  text.text.length <= MAX_LENGTH &&
  !endsSentence(text.text) &&
  text.marks[0]?.index !== 0 &&
  !/^\(?\w{1,3}[.)]/.test(text.text)

function pageEdges(lines: readonly Line[]): Line[] {
  return [...Map.groupBy(lines, ({ page }) => page).values()].flatMap((page) => [
    ...new Set([...page.slice(0, EDGE_LINES), ...page.slice(-EDGE_LINES)]),
  ])
}

/** A rule is no sign of a page's end; it stands before notes as well. */
function besideFurniture(lines: readonly Line[], candidates: readonly Line[], furniture: ReadonlySet<Line>): Line[] {
  const places = new Map(lines.map((line, index) => [line, index]))
  const isFurniture = (line: Line | undefined): boolean =>
    line !== undefined && furniture.has(line) && /\d/.test(line.text.text)
  return candidates.filter((line) => {
    const index = places.get(line) ?? 0
    const isAlone = line.gapBefore && lines[index + 1]?.gapBefore !== false
    return isAlone && (isFurniture(lines[index - 1]) || isFurniture(lines[index + 1]))
  })
}
