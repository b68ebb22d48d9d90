/** Reads the seeds folder: validates every file and every reference between them, or names all that is wrong. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { generateNKeysBetween } from 'fractional-indexing'
import { parse } from 'yaml'
import { z } from 'zod'
import { citationsOf } from '../assessment.ts'
import { citationKey, type Citation } from '../citation.ts'
import type { Actor, Board, Card, Figure, Judgement, Report } from '../model.ts'
import { citedBlocks, splitCited } from './cited-text.ts'
import { ActorSeed, BoardSeed, CardSeed, ReportSeed } from './schema.ts'

/** Whose the seeded judgements are: the program's own example, not a person's and not the reports'. */
export const SEED_AUTHOR = { id: 'briefboard', name: 'Briefboard (example)' } as const

export interface SeededBoard {
  board: Board
  reports: Report[]
}

export interface Seeds {
  boards: SeededBoard[]
  reports: Report[]
}

/** Everything that is wrong with the seeds, a line each: file, card, field, reason. */
export class SeedError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The seeds do not validate:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** @throws SeedError */
export async function loadSeeds(folder: string): Promise<Seeds> {
  const problems: string[] = []
  const actors = await readSeed(join(folder, 'actors.yaml'), z.array(ActorSeed), problems)
  const reports = await readReports(join(folder, 'reports'), problems)
  const names = await foldersIn(join(folder, 'boards'))
  const boards: SeededBoard[] = []
  for (const name of names) {
    const seeded = await readSeededBoard(join(folder, 'boards', name), reports, actors ?? [], problems)
    if (seeded !== null) boards.push(seeded)
  }
  if (problems.length > 0) throw new SeedError(problems)
  return { boards, reports }
}

async function readSeed<T>(file: string, schema: z.ZodType<T>, problems: string[]): Promise<T | null> {
  let value: unknown
  try {
    value = parse(await readFile(file, 'utf8'))
  } catch (error) {
    problems.push(`${file}: cannot be read: ${String(error)}`)
    return null
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  problems.push(...parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`))
  return null
}

async function readReports(folder: string, problems: string[]): Promise<Report[]> {
  const reports: Report[] = []
  for (const file of await yamlIn(folder)) {
    const report = await readSeed(file, ReportSeed, problems)
    if (report === null) continue
    const sections = new Set(report.sections.map(({ id }) => id))
    report.paragraphs.forEach(({ number, section }, index) => {
      if (number !== index + 1) problems.push(`${file}: paragraph ${number}: stands where ${index + 1} should`)
      if (!sections.has(section)) problems.push(`${file}: paragraph ${number}: section ${section} does not exist`)
    })
    reports.push(report)
  }
  return reports.toSorted((a, b) => a.date.localeCompare(b.date))
}

async function readSeededBoard(
  folder: string,
  reports: Report[],
  actors: Actor[],
  problems: string[],
): Promise<SeededBoard | null> {
  const seed = await readSeed(join(folder, 'board.yaml'), BoardSeed, problems)
  if (seed === null) return null
  const own = reports.filter(({ symbol }) => seed.reports.includes(symbol))
  const regionOrders = generateNKeysBetween(null, null, seed.regions.length)
  const board: Board = {
    id: basename(folder),
    title: seed.title,
    description: seed.description,
    marking: seed.marking,
    likelihoodScale: seed.likelihoodScale,
    asOf: seed.asOf,
    regions: seed.regions.map((region, index) => ({ ...region, order: regionOrders[index] ?? 'a0' })),
    cards: [],
    actors: [],
    figures: [],
  }
  const cardOrders = generateNKeysBetween(null, null, seed.cards.length)
  for (const [index, id] of seed.cards.entries()) {
    const file = join(folder, 'cards', `${id}.yaml`)
    const card = await readSeed(file, CardSeed, problems)
    if (card !== null) addCard(board, file, card, cardOrders[index] ?? 'a0', problems)
  }
  for (const file of await yamlIn(join(folder, 'cards'))) {
    if (!seed.cards.includes(basename(file, '.yaml'))) problems.push(`${file}: is not among the cards of board.yaml`)
  }
  checkReferences(board, own, actors, folder, problems)
  const named = new Set(board.cards.flatMap((card) => card.actors))
  board.actors = actors
    .filter(({ id }) => named.has(id))
    .map(({ id, name, aliases, listReference }) => ({ id, name, aliases, listReference }))
  return { board, reports: own }
}

function addCard(board: Board, file: string, seed: CardSeed, order: string, problems: string[]): void {
  const id = basename(file, '.yaml')
  try {
    const createdAt = `${board.asOf}T00:00:00.000Z`
    const card: Card = {
      ...{ id, order, createdAt, createdBy: SEED_AUTHOR },
      ...{ title: seed.title, region: seed.region, status: seed.status, marking: seed.marking ?? null },
      ...{ actors: seed.actors, countries: seed.countries, themes: seed.themes, tags: seed.tags },
      keyJudgement: seed.keyJudgement.replace(/\s+/g, ' '),
      assessment: citedBlocks(seed.assessment),
      gaps: seed.gaps.map(splitCited),
      judgements: chain(id, seed),
      lookedAt: [],
    }
    board.cards.push(card)
    board.figures.push(...seed.figures.map((figure): Figure => ({ ...figure, card: id })))
  } catch (error) {
    problems.push(`${file}: assessment: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function chain(card: string, { judgements }: CardSeed): Judgement[] {
  return judgements.map((judgement, index) => ({
    ...judgement,
    id: `${card}-${index + 1}`,
    basis: index === 0 ? null : `${card}-${index}`,
    settles: [],
    reason: judgement.reason.replace(/\s+/g, ' '),
    by: SEED_AUTHOR,
    at: `${judgement.asOf}T00:00:00.000Z`,
  }))
}

function checkReferences(board: Board, reports: Report[], actors: Actor[], folder: string, problems: string[]): void {
  const regions = new Set(board.regions.map(({ id }) => id))
  const known = new Set(actors.map(({ id }) => id))
  const figures = new Set<string>()
  for (const card of board.cards) {
    const say = (field: string, reason: string): void =>
      void problems.push(`${folder}/cards/${card.id}.yaml: ${field}: ${reason}`)
    if (!regions.has(card.region)) say('region', `${card.region} is no region of the board`)
    for (const actor of card.actors) if (!known.has(actor)) say('actors', `${actor} is not in actors.yaml`)
    for (const [field, citation] of citationsByField(board, card)) {
      if (!resolves(citation, reports)) say(field, `${citationKey(citation)} is no paragraph of the board's reports`)
    }
    for (const { id } of board.figures.filter((figure) => figure.card === card.id)) {
      if (figures.has(id)) say('figures', `${id} is used twice`)
      figures.add(id)
    }
  }
}

function citationsByField(board: Board, card: Card): [string, Citation][] {
  const tag = (field: string, citations: Citation[]): [string, Citation][] =>
    citations.map((citation) => [field, citation])
  return [
    ...tag('assessment', citationsOf(card.assessment)),
    ...card.gaps.flatMap(({ citations }) => tag('gaps', citations)),
    ...card.judgements.flatMap(({ asOf, citations }) => tag(`judgements of ${asOf}`, citations)),
    ...board.figures
      .filter((figure) => figure.card === card.id)
      .flatMap(({ id, citation }) => tag(`figure ${id}`, [citation])),
  ]
}

function resolves({ symbol, paragraph, sub }: Citation, reports: Report[]): boolean {
  const found = reports.find((report) => report.symbol === symbol)?.paragraphs[paragraph - 1]
  return found !== undefined && (sub === undefined || found.subparagraphs.includes(sub))
}

async function yamlIn(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(folder, name))
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}
