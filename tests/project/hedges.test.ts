/** Seeds: who says it, and how sure, is kept. A digest has a word for each kind of hedge that its paragraph has. */
import { existsSync } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadSeeds } from '@briefboard/board/seed'
import { readSource } from '@briefboard/reports'
import { openDocument } from '@briefboard/reports/formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { HEDGES, lostIn, wordOf } from './hedges.ts'

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url))
const REPORTS = fileURLToPath(new URL('../../../shared/reports', import.meta.url))

const Accepted = z.array(
  z.strictObject({ paragraph: z.string(), hedge: z.enum(HEDGES), reason: z.string().min(20).max(160) }),
)

const { reports } = await loadSeeds(SEEDS)
const digests = new Map<string, string>(
  reports.flatMap(({ symbol, paragraphs }) =>
    paragraphs.map(({ number, digest }) => [`${symbol}:${number}`, digest] as const),
  ),
)
const accepted = Accepted.parse(parse(await readFile(join(SEEDS, 'accepted-hedges.yaml'), 'utf8')))
const keyOf = ({ paragraph, hedge }: { paragraph: string; hedge: string }): string => `${paragraph} ${hedge}`

test('each accepted entry stands once and names a paragraph', () => {
  expect(accepted.filter(({ paragraph }) => !digests.has(paragraph))).toEqual([])
  expect(new Set(accepted.map(keyOf)).size).toBe(accepted.length)
})

describe('what counts as lost', () => {
  test.each([
    ['Member States reported that the boats are fewer.', 'The boats are fewer.', ['attribution']],
    ['Member States reported that the boats are fewer.', 'States say that the boats are fewer.', []],
    ['Several States in the north have also highlighted old boats.', 'Boats are old.', ['attribution']],
    ['The boats are old. Information provided by a Member State.', 'Boats are old.', ['attribution']],
    ['Member States should report boats, and States to assess them.', 'Boats are to be reported.', []],
    ['The boats may be old.', 'The boats are old.', ['modality']],
    ['The boats may be old.', 'The boats seem old.', []],
    ['In May 2031 the boats were old.', 'The boats were old.', []],
    ['Some boats are old.', 'Boats are old.', ['scope']],
    ['Some boats are old.', 'Several boats are old.', []],
    ['Up to 40 boats came.', '40 boats came.', ['degree']],
    ['In follow up to the talks, boats came.', 'Boats came.', []],
    ['An estimated 40 boats came, and fewer than 10 left.', 'About 40 boats came.', []],
  ])('%s → %s', (passage, digest, lost) => {
    expect(lostIn(passage, digest)).toEqual(lost)
  })
})

test.skipIf(!existsSync(REPORTS))(
  'every hedge of a report is in its digest or accepted, and nothing is accepted in vain (skipped where the reports are not at hand)',
  async () => {
    const passages = await passagesOf(REPORTS)
    expect([...passages.keys()].toSorted()).toEqual([...digests.keys()].toSorted())
    const lost = [...passages].flatMap(([paragraph, passage]) =>
      lostIn(passage, digests.get(paragraph) ?? '').map((hedge) => ({
        paragraph,
        hedge,
        word: wordOf(hedge, passage),
      })),
    )
    const known = new Set(accepted.map(keyOf))
    const needed = new Set(lost.map(keyOf))
    expect(
      lost.filter((one) => !known.has(keyOf(one))),
      'new',
    ).toEqual([])
    expect(
      accepted.filter((one) => !needed.has(keyOf(one))),
      'no longer needed',
    ).toEqual([])
  },
)

/** The text of every paragraph with its notes, by symbol and number. */
async function passagesOf(folder: string): Promise<Map<string, string>> {
  const passages = new Map<string, string>()
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.txt'))) {
    const { guess, paragraphs, notes } = readSource(await openDocument(await readFile(join(folder, name)), name))
    for (const { number, text } of paragraphs) {
      const own = notes.filter(({ paragraph }) => paragraph === number).map((note) => note.text)
      passages.set(`${guess.symbol}:${number}`, [text, ...own].join(' ').replace(/\s+/g, ' '))
    }
  }
  return passages
}
