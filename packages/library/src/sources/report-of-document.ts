/** A Report from a document alone: its sections and numbered paragraphs, without digests. */
import { citationUrl, folded, type Board, type Paragraph, type Report, type Section } from '@briefboard/board'
import type { NamedPlace, ReadParagraph, ReadReport } from '@briefboard/reports'
import type { Identity } from './document-identity.ts'

export interface ReportGround {
  symbol: string
  identity: Identity
  board: Pick<Board, 'regions' | 'actors'>
  /** Of the board, to find the series. */
  reports: readonly Report[]
}

type Numbered = ReadParagraph & { number: number }

/** Of what stands before the first heading. */
const NO_SECTION = 's0'
/** Whatever an author has marked as a heading is one, a whole page too. */
const LONGEST_HEADING = 300

export function reportOf(read: ReadReport, { symbol, identity, board, reports }: ReportGround): Report {
  const paragraphs = numberedOf(read)
  const sections = sectionsOf(read, paragraphs)
  const regions = regionFinder(read, board)
  const actors = actorFinder(read, board)
  return {
    ...{ symbol, ...identity, url: citationUrl(symbol), sections },
    series: seriesOf(identity.title, reports) ?? symbol,
    paragraphs: paragraphs.map((one): Paragraph => ({
      ...{ number: one.number, section: one.section ?? NO_SECTION, digest: '', themes: [] },
      ...{ regions: regions(one), actors: actors(one) },
      subparagraphs: [...new Set(one.subparagraphs.map(({ label }) => label).filter((label) => /^[a-z]$/.test(label)))],
    })),
  }
}

/** Where a number comes twice, the first is meant. */
function numberedOf({ paragraphs }: ReadReport): Numbered[] {
  const byNumber = new Map<number, Numbered>()
  for (const paragraph of paragraphs) {
    const { number } = paragraph
    if (number !== null && number > 0 && !byNumber.has(number)) byNumber.set(number, { ...paragraph, number })
  }
  return [...byNumber.values()]
}

/**
 * Those that have a numbered paragraph, or a section below that has one: the report is read with its board, again and
 * again, and a document may have a hundred thousand headings.
 */
function sectionsOf({ sections }: ReadReport, paragraphs: readonly Numbered[]): Section[] {
  const bySection = Map.groupBy(paragraphs, ({ section }) => section ?? NO_SECTION)
  const rangeOf = (id: string): [number, number] | null => {
    const numbers = (bySection.get(id) ?? []).map(({ number }) => number)
    const [first, last] = [numbers[0], numbers.at(-1)]
    return first === undefined || last === undefined ? null : [first, last]
  }
  const before: Section[] = bySection.has(NO_SECTION)
    ? [{ id: NO_SECTION, heading: 'Without a heading', level: 1, parent: null, paragraphs: rangeOf(NO_SECTION) }]
    : []
  const kept = new Set<string>()
  const parents = new Map(sections.map(({ id, parent }) => [id, parent]))
  for (const section of bySection.keys())
    for (let at: string | null = section; at !== null && !kept.has(at); at = parents.get(at) ?? null) kept.add(at)
  return [
    ...before,
    ...sections
      .filter(({ id }) => kept.has(id))
      .map(({ id, heading, level, parent }) => ({ id, heading: cut(heading), level, parent, paragraphs: rangeOf(id) })),
  ]
}

const cut = (heading: string): string =>
  heading.length <= LONGEST_HEADING ? heading : `${heading.slice(0, LONGEST_HEADING - 1).toWellFormed()}…`

/** By the headings that the board's regions stand for, and by the countries and regions that the paragraph names. */
function regionFinder(read: ReadReport, { regions }: Pick<Board, 'regions'>): (paragraph: Numbered) => string[] {
  const headings = new Map(
    regions.flatMap(({ id, name, headings }) =>
      [name, ...headings.map(({ heading }) => heading)].map((heading) => [folded(heading), id] as const),
    ),
  )
  const sections = new Map(read.sections.map((section) => [section.id, section]))
  const byPlace = (place: NamedPlace): string[] =>
    regions
      .filter(({ countries, m49 }) =>
        place.iso === null ? place.m49 !== null && m49.includes(place.m49) : countries.includes(place.iso),
      )
      .map(({ id }) => id)
  const named = new Map<number, Set<string>>()
  for (const place of [...read.countries, ...read.regions])
    for (const region of byPlace(place))
      for (const { paragraph, note } of place.from)
        if (paragraph !== null && note === null) named.set(paragraph, (named.get(paragraph) ?? new Set()).add(region))
  return ({ number, section }) => {
    const found = new Set(named.get(number))
    for (let at = section; at !== null; at = sections.get(at)?.parent ?? null) {
      const region = headings.get(folded(sections.get(at)?.heading ?? ''))
      if (region !== undefined) found.add(region)
    }
    return regions.filter(({ id }) => found.has(id)).map(({ id }) => id)
  }
}

/** By the references of the sanctions list, and by names and aliases as they are written. */
function actorFinder(read: ReadReport, { actors }: Pick<Board, 'actors'>): (paragraph: Numbered) => string[] {
  const listed = Map.groupBy(read.listReferences, ({ from }) => from.paragraph)
  const names = new Map(actors.map(({ id, name, aliases }) => [id, wholeWords([name, ...aliases])]))
  return ({ number, text }) => {
    const references = new Set((listed.get(number) ?? []).map(({ reference }) => reference))
    const isMeant = (id: string, reference: string | null): boolean =>
      (reference !== null && references.has(reference)) || names.get(id)?.(text) === true
    return actors.filter(({ id, listReference }) => isMeant(id, listReference)).map(({ id }) => id)
  }
}

/** Whether a text has one of the names as a whole. */
function wholeWords(names: readonly string[]): (text: string) => boolean {
  const written = names.filter((name) => name.length > 2)
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${written.map((name) => RegExp.escape(name)).join('|')})(?![\\p{L}\\p{N}])`,
    'u',
  )
  // Looking for the letters first is ten times as fast, and this is the main thread.
  return (text) => written.some((name) => text.includes(name)) && pattern.test(text)
}

const ORDINAL = /^(?:the )?(?:(?:[a-z]+-)?(?:first|second|third|[a-z]+th)|\d+(?:st|nd|rd|th)) (?=.*\breport\b)/

/** The series of a report on the board whose title is the same but for its number. */
function seriesOf(title: string, reports: readonly Report[]): string | undefined {
  const plain = (one: string): string =>
    folded(one)
      .replaceAll(/[^\p{L}\p{N}-]+/gu, ' ')
      .trim()
      .replace(ORDINAL, '')
  return reports.find((report) => plain(report.title) === plain(title))?.series
}
