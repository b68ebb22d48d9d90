/** Markers of notes that a PDF's text shows as bare numbers: told from other numbers by their sequence through the text. */
import type { Line } from './lines.ts'
import { liftMarks } from './traced-text.ts'

interface Candidate {
  line: number
  from: number
  to: number
  number: number
  /** Behind punctuation or glued to a word; a number between words alone proves little. */
  strong: boolean
}

const MAX_GAP = 2
const LONGEST_WORD = 60
const MIN_CHAIN = 3
/** What stands before a number that counts or names something, so it is no marker. */
const COUNTED_BEFORE =
  /(?:\b(?:paras?|arts?|nos?|vol|pp?|paragraphs?|articles?|annex|chapters?|sections?|resolutions?|rules?|phase|table|figure|pages?)\.?|\b(?:and|or|to|than|least|most|about|around|over|nearly|some|between|from|of|for|by|in|on|at|the|until|only|approximately|almost|all|under|these|those|its|their|with|were|are|was|had|has|have)|[-–—/$€£(\d]),?\s*$/i
const COUNTED_AFTER =
  /^(?:\s+(?:January|February|March|April|May|June|July|August|September|October|November|December|per cent|percent|million|billion|thousand|years?|months?|weeks?|days?|hours?|minutes?)\b|\s*[%/–—:]|-\w|[.,]\d)/

/** Lifts bare markers out of the lines: a run 1, 2, 3 … through the whole text, and single ones glued to known words. */
export function liftBareMarkers(lines: readonly Line[], labelLengths: ReadonlyMap<Line, number>): Line[] {
  const candidates = lines.flatMap((line, index) => candidatesOf(lines, line, index, labelLengths.get(line) ?? 0))
  const chain = new Set(bestChain(candidates))
  const words = new Set(lines.flatMap(({ text }) => text.text.match(/\b[a-z]{4,}\b/g) ?? []))
  const glued = candidates.filter((candidate) => !chain.has(candidate) && isGlued(lines, candidate, words))
  const byLine = Map.groupBy([...chain, ...glued], ({ line }) => line)
  return lines.map((line, index) => {
    const found = (byLine.get(index) ?? []).sort((a, b) => a.from - b.from)
    if (found.length === 0) return line
    return {
      ...line,
      text: liftMarks(
        line.text,
        found.map(({ from, to, number }) => ({ from, to, marker: `${number}` })),
      ),
    }
  })
}

function candidatesOf(lines: readonly Line[], line: Line, index: number, labelLength: number): Candidate[] {
  const { text } = line.text
  return [
    ...text.matchAll(/(?<![\w./-])\d{1,3}(?![\w/])|(?<=[a-z]{4}|[.,;:][”"’)]?)(?<!\d[.,])\d{1,3}(?![\w/])/g),
  ].flatMap((found) => {
    const [from, to] = [found.index, found.index + found[0].length]
    if (from < labelLength || found[0].startsWith('0')) return []
    const before = from === 0 ? (lines[index - 1]?.text.text ?? '') : text.slice(Math.max(0, from - 60), from)
    if (before === '' || COUNTED_BEFORE.test(before) || COUNTED_AFTER.test(text.slice(to))) return []
    // "… the end. 12. The next": a number between two full stops begins a paragraph.
    if (/^\.(?:\s|$)/.test(text.slice(to)) && (from === 0 || /[.:;!?][”"’)]?\s*$/.test(before))) return []
    const strong = /[.,;:”"’)]\s?$/.test(before) || /[a-z]{4}$/.test(before)
    return [{ line: index, from, to, number: Number(found[0]), strong }]
  })
}

/** The longest run in steps of one that starts at 1 (few numbers may be missing); strong places count more. */
function bestChain(candidates: readonly Candidate[]): Candidate[] {
  interface Link {
    candidate: Candidate
    score: number
    before: Link | null
  }
  const bestByNumber = new Map<number, Link>()
  let best: Link | null = null
  for (const candidate of candidates) {
    const worth = candidate.strong ? 3 : 1
    // The first one or two may be lost with a page.
    let link: Link | null =
      candidate.number <= 3 ? { candidate, score: worth - 4 * (candidate.number - 1), before: null } : null
    for (let gap = 0; gap <= MAX_GAP; gap++) {
      const before = bestByNumber.get(candidate.number - 1 - gap)
      const score = (before?.score ?? -Infinity) + worth - 4 * gap
      if (before !== undefined && score > (link?.score ?? -Infinity)) link = { candidate, score, before }
    }
    const known = bestByNumber.get(candidate.number)
    // Of equal places the first one counts: a marker stands where its number comes up first.
    if (link !== null && (known === undefined || link.score > known.score)) bestByNumber.set(candidate.number, link)
    if (link !== null && (best === null || link.score > best.score)) best = link
  }
  const chain: Candidate[] = []
  for (let link: Link | null = best; link !== null; link = link.before) chain.unshift(link.candidate)
  const strong = chain.filter(({ strong }) => strong).length
  return chain.length >= MIN_CHAIN && strong * 2 >= chain.length ? chain : []
}

/** "assessment3": a lower-case word that stands elsewhere without the number. */
function isGlued(lines: readonly Line[], { line, from }: Candidate, words: ReadonlySet<string>): boolean {
  // No word is longer, and a line may have a megabyte and a number in every third place.
  const before = lines[line]?.text.text.slice(Math.max(0, from - LONGEST_WORD), from) ?? ''
  const word = /(?<![a-z])[a-z]{4,}$/.exec(before)?.[0]
  return word !== undefined && words.has(word)
}
