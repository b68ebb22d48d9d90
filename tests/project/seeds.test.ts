/** The seeds: they validate, they say what is wrong when they do not, and their sentences are our own. */
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { citationsOf, readAssessment, readBoard, textOf } from '@briefboard/board'
import { documentsOf, loadSeeds, SeedError } from '@briefboard/board/seed'
import { tempFolder } from '@briefboard/testkit'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
const REPORTS = fileURLToPath(new URL('../../../shared/reports', import.meta.url))

const { boards, reports } = await loadSeeds(SEEDS)
const cards = boards.flatMap(({ board }) => board.cards)

test('three reports with a digest of every paragraph, and one board of twenty cards', () => {
  expect(reports.map(({ symbol, paragraphs }) => [symbol, paragraphs.length])).toEqual([
    ['S/2016/92', 77],
    ['S/2017/97', 80],
    ['S/2018/80', 86],
  ])
  expect(boards.map(({ board }) => [board.id, board.cards.length])).toEqual([['isil-2016-2018', 20]])
})

describe.each(cards.map((card) => [card.id, card] as const))('card %s', (_, card) => {
  test('has 120 to 300 words, and each paragraph ends in a citation', () => {
    const words = textOf(card.assessment).split(/\s+/).filter(Boolean).length
    expect(words).toBeGreaterThanOrEqual(120)
    expect(words).toBeLessThanOrEqual(300)
    for (const block of card.assessment) expect(citationsOf([block]).length).toBeGreaterThan(0)
    for (const block of card.assessment)
      expect(block.type === 'paragraph' && block.content.at(-1)?.type).toBe('citation')
  })

  test('every judgement gives a reason and cites the report it looks from', () => {
    for (const { reason, citations, asOf } of card.judgements) {
      expect(reason.length).toBeGreaterThan(20)
      const symbols = reports.filter(({ date }) => date === asOf).map(({ symbol }) => symbol)
      expect(
        citations.every(({ symbol }) => symbols.includes(symbol)),
        `${asOf}: ${JSON.stringify(citations)}`,
      ).toBe(true)
    }
  })
})

test('what is written into documents is read back the same', () => {
  for (const { board } of boards) {
    const docs = new Map(documentsOf(board).map(({ room, update }) => [room as string, docOf(update)]))
    const read = readBoard(board.id, docs.get(`board/${board.id}`) ?? new Y.Doc())
    expect(read.problems).toEqual([])
    const whole = read.value.cards.map((card) => ({
      ...card,
      assessment: readAssessment(docs.get(`card/${board.id}/${card.id}`) ?? new Y.Doc()),
    }))
    expect(byId(whole)).toEqual(byId(board.cards))
    expect(byId(read.value.figures)).toEqual(byId(board.figures))
  }
})

test('a seed that does not validate is named by file, card and field', async () => {
  await using folder = await tempFolder()
  await cp(SEEDS, folder.path, { recursive: true })
  const file = join(folder.path, 'boards/isil-2016-2018/cards/europe.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(
    file,
    text.replace(/threatLevel: \w+/, 'threatLevel: apocalyptic').replace('[S/2018/80:', '[S/2018/80:999,'),
  )
  const error = await loadSeeds(folder.path).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(SeedError)
  expect(String(error)).toMatch(/europe\.yaml: judgements\.0\.threatLevel: /)
  await writeFile(file, text.replace('[S/2018/80:', '[S/2018/80:999,'))
  await expect(loadSeeds(folder.path)).rejects.toThrow(/europe\.yaml: assessment: S\/2018\/80:999 is no paragraph/)
})

test.skipIf(!existsSync(REPORTS))(
  'no run of eight or more words is a report’s own (skipped where the reports are not at hand)',
  async () => {
    const theirs = new Set<string>()
    for (const name of await readdir(REPORTS)) {
      if (name.endsWith('.txt')) for (const run of runsOf(await readFile(join(REPORTS, name), 'utf8'))) theirs.add(run)
    }
    expect(theirs.size).toBeGreaterThan(10_000)
    const ours = [
      ...reports.flatMap(({ paragraphs }) => paragraphs.map(({ digest }) => digest)),
      ...boards.map(({ board }) => board.description),
      ...cards.flatMap((card) => [
        card.keyJudgement,
        textOf(card.assessment),
        ...card.gaps.map(({ text }) => text),
        ...card.judgements.map(({ reason }) => reason),
      ]),
    ]
    expect(ours.flatMap((text) => runsOf(text).filter((run) => theirs.has(run)))).toEqual([])
  },
)

/** Every run of eight words, without case and punctuation. */
function runsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return words.slice(7).map((_, index) => words.slice(index, index + 8).join(' '))
}

function docOf(update: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  return doc
}

const byId = <T extends { id: string }>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => a.id.localeCompare(b.id))
