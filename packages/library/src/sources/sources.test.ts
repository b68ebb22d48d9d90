/** Reports on a store: documents are brought whole or not at all, stand beside the digests, and go without a trace. */
import type { Report } from '@briefboard/board'
import { NewBoard, type BoardId } from '@briefboard/protocol'
import { readReport } from '@briefboard/reports/formats'
import { openMemoryStore, type Store } from '@briefboard/store'
import { beforeEach, expect, test } from 'vitest'
import { createBoard, fromStore, plainBoard, readWholeBoard } from '../boards.ts'
import { examine, type Finding } from '../doctor/index.ts'
import { importReport, undoImport, type BroughtDocument, type ImportOrder } from './import-report.ts'
import { listImports } from './import-record.ts'
import { paragraphTexts, readWholeReport, summarizeReports } from './summaries.ts'

const NOW = new Date('2031-10-03T12:00:00Z')
const ANN = { id: 'ann', name: 'Ann' }
const BOB = { id: 'bob', name: 'Bob' }
const OWN = 'S/2031/5'
const TITLE = 'Third report of the master on the harbours of the northern coast'

/** Paragraph 2 has no counterpart in the document below, and the document's 3 has none here. */
const OWN_REPORT: Report = {
  ...{ symbol: OWN, title: TITLE, series: 'harbours', number: 3, date: '2031-05-01', url: 'https://example.org' },
  sections: [{ id: 's1', heading: 'Introduction', level: 1, parent: null, paragraphs: [1, 2] }],
  paragraphs: [1, 2].map((number) => ({
    ...{ number, section: 's1', digest: `Digest ${number}.`, regions: [], themes: [], actors: [], subparagraphs: [] },
  })),
}

let store: Store
let board: BoardId
beforeEach(async () => {
  store = openMemoryStore()
  const plain = plainBoard(NewBoard.parse({ id: 'coast', title: 'Coast', regions: ['Southern coast', 'France'] }))
  const regions = plain.regions.map((region) => ({ ...region, countries: region.name === 'France' ? ['FR'] : [] }))
  const actors = [{ id: 'guild', name: 'Guild of Pilots', aliases: ['Pilots'], listReference: 'QDe.115' }]
  await createBoard(store, { board: { ...plain, regions, actors }, reports: [OWN_REPORT] })
  board = 'coast' as BoardId // as it was just made
})

const ground = () => ({ store, withDocument: fromStore(store), board })
const whole = () => readWholeBoard(store, fromStore(store), board)
const order = (more: Partial<ImportOrder> = {}): ImportOrder => ({
  ...{ given: {}, replace: false, by: ANN, now: NOW },
  ...more,
})

async function read(text: string, symbol?: string): Promise<BroughtDocument> {
  const bytes = new TextEncoder().encode(text)
  const own = (await readReport(bytes, 'a.txt')).symbol
  const sha256 = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
  return {
    read: await readReport(bytes, 'a.txt', symbol === undefined ? {} : { symbol }),
    ...{ ownSymbol: own, file: { name: 'a.txt', bytes: bytes.length, sha256 } },
  }
}

const harbours = (word = 'open', title = TITLE): string =>
  [
    title,
    'I. Introduction',
    `1. The harbours were ${word} all year, as the Guild of Pilots says.`,
    'II. Southern coast',
    '3. Port Ansel in France took in USD 3 million (QDe.115).',
  ].join('\n\n')

async function bring(text = harbours(), symbol: string | null = OWN, more: Partial<ImportOrder> = {}) {
  const given = symbol === null ? {} : { symbol }
  return importReport(ground(), await read(text, given.symbol), order({ given, ...more }))
}

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

/** Everything in the store beside the rooms, to compare. */
async function stored(): Promise<unknown> {
  const { records, files } = store
  const kinds = await records.kinds()
  return { files: await files.names(), records: await Promise.all(kinds.map((kind) => records.list(kind))) }
}

async function findings(): Promise<string[]> {
  const found: Finding[] = []
  await examine(store, (one) => found.push(one))
  const own = found.filter(({ code }) => code !== 'store-note')
  return own.map(({ code, where }) => `${code} ${where.replace(/\/[^/]+\.json$/, '/…')}`).toSorted()
}

test('text stands beside the digest of the same number; what only one of them has stays visible', async () => {
  await bring()
  const { report, text, imported, summary } = await readWholeReport(store, await whole(), board, 's / 2031 / 5')
  expect(report).toEqual(OWN_REPORT)
  expect(imported).toMatchObject({ symbol: OWN, by: ANN, at: NOW.toISOString(), replaces: false })
  expect(summary).toMatchObject({ paragraphs: 2, hasDigests: true, cited: 0, imported: { file: { name: 'a.txt' } } })
  const texts = paragraphTexts(text ?? { paragraphs: [] })
  expect(report.paragraphs.map(({ number }) => [number, texts.has(number)])).toEqual([
    [1, true],
    [2, false],
  ])
  expect(texts.get(3)).toContain('Port Ansel')
  expect(text?.symbol).toBe(OWN)
  // Whoever imported it was asked, and has answered.
  expect(text?.warnings.join(' ')).not.toMatch(/please (?:enter|confirm)/i)
  expect(await findings()).toEqual([])
})

test('undo takes the text away and leaves the board’s own report as it was', async () => {
  const before = await stored()
  await bring()
  expect(await undoImport(store, board, OWN)).toBe(null)
  expect(await stored()).toEqual(before)
  expect(await refusal(undoImport(store, board, OWN))).toMatchObject({ code: 'no-such-import' })
  expect(await undoImport(store, board, 'no symbol').catch((error: unknown) => error)).toMatchObject({ status: 404 })
})

test('a report that the board does not have comes with the import, and goes with it', async () => {
  const before = await stored()
  const { hasOwnReport } = await bring(harbours('shut', TITLE.replace('Third', 'Fourth')), 'S/2031/9', {
    given: { symbol: 's/2031/9', date: '2031-11-01' },
  })
  expect(hasOwnReport).toBe(false)
  const { reports } = await whole()
  expect(reports.map(({ symbol }) => symbol)).toEqual([OWN, 'S/2031/9'])
  const [own, brought] = await summarizeReports(store, await whole(), board)
  expect(own).toMatchObject({ imported: null, hasDigests: true })
  expect(brought).toMatchObject({
    ...{ series: 'harbours', number: 4, date: '2031-11-01', url: 'https://undocs.org/S/2031/9' },
    ...{ paragraphs: 2, hasDigests: false },
  })
  const regions = new Map((await whole()).board.regions.map(({ id, name }) => [id, name]))
  expect(reports[1]?.sections.map(({ heading, paragraphs }) => [heading, paragraphs])).toEqual([
    ['Introduction', [1, 1]],
    ['Southern coast', [3, 3]],
  ])
  expect(
    reports[1]?.paragraphs.map((one) => [one.number, one.digest, one.regions.map((id) => regions.get(id)), one.actors]),
  ).toEqual([
    [1, '', [], ['guild']],
    [3, '', ['Southern coast', 'France'], ['guild']],
  ])
  await undoImport(store, board, 'S/2031/9')
  expect(await stored()).toEqual(before)
})

test('a second document with one symbol is refused, and the same one is told as the same', async () => {
  await bring()
  const before = await stored()
  const other = await refusal(bring(harbours('shut'), OWN, { by: BOB }))
  expect(other).toMatchObject({ code: 'report-exists', members: { why: 'other-document' } })
  expect(String(other)).toContain('“a.txt” was brought as S/2031/5 by Ann on 2031-10-03. Replace it')
  const same = await refusal(bring())
  expect(same).toMatchObject({ code: 'report-exists', members: { why: 'same-document' } })
  expect(String(same)).toContain('this very document')
  expect(await stored()).toEqual(before)
})

test('a replaced import comes back when its replacement is undone; one replaced twice is gone for good', async () => {
  const replace = { replace: true, by: BOB }
  await bring(harbours('one'))
  const first = await stored()
  const { fact } = await bring(harbours('two'), OWN, replace)
  expect(fact).toMatchObject({ replaces: true, by: BOB })
  expect(await store.files.names()).toHaveLength(2)
  expect(await undoImport(store, board, OWN)).toMatchObject({ by: ANN, replaces: false })
  expect(await store.files.names()).toEqual((first as { files: string[] }).files)
  await bring(harbours('two'), OWN, replace)
  await bring(harbours('three'), OWN, replace)
  expect(await store.files.names()).toHaveLength(2)
  await undoImport(store, board, OWN)
  const { text } = await readWholeReport(store, await whole(), board, OWN)
  expect(paragraphTexts(text ?? { paragraphs: [] }).get(1)).toContain('were two all year')
  expect(await undoImport(store, board, OWN)).toBe(null)
  expect(await store.files.names()).toEqual([])
})

test('of two who bring one symbol at once, one is refused and nothing of it is left', async () => {
  const outcomes = await Promise.allSettled([bring(harbours('one')), bring(harbours('two'), OWN, { by: BOB })])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'report-exists' } })
  expect(await store.files.names()).toHaveLength(1)
  expect(await findings()).toEqual([])
})

test('a store that fails between the text and the record leaves no half import', async () => {
  const before = await stored()
  const { records } = store
  const failing: Store = {
    ...store,
    records: { ...records, put: () => Promise.reject(new Error('The disk is full.')) },
  }
  const document = await read(harbours(), OWN)
  const work = importReport({ ...ground(), store: failing }, document, order({ given: { symbol: OWN } }))
  await expect(work).rejects.toThrow('The disk is full.')
  expect(await stored()).toEqual(before)
  expect(await listImports(store, board)).toEqual([])
})

test('what a document does not say of itself is asked, with what it does say and a guess', async () => {
  const before = await stored()
  const question = { symbol: null, title: TITLE, date: null, number: 3 }
  expect(await refusal(bring(harbours(), null))).toMatchObject({ code: 'symbol-needed', members: { question } })
  expect(await refusal(bring(harbours(), 'S/2031/9'))).toMatchObject({
    code: 'identity-needed',
    detail: 'What is missing is its date.',
    members: { question: { ...question, symbol: 'S/2031/9' } },
  })
  const nameless = await importReport(ground(), await read(harbours()), order({ given: { symbol: 'harbours' } })).catch(
    (error: unknown) => error,
  )
  expect(nameless).toMatchObject({ code: 'bad-symbol', detail: expect.stringContaining('“harbours”') })
  expect(await stored()).toEqual(before)
})

test('a given symbol goes before the document’s own with a warning, but never puts one report’s text beside another’s', async () => {
  const document = { ...(await read(harbours(), 'S/2031/9')), ownSymbol: 'S/2031/8' }
  const given = { symbol: 'S/2031/9', date: '2031-11-01' }
  const { read: kept } = await importReport(ground(), document, order({ given }))
  expect(kept.warnings[0]).toContain('names itself S/2031/8. It was brought as S/2031/9')
  const wrong = await refusal(importReport(ground(), { ...document, ownSymbol: OWN }, order({ given, replace: true })))
  expect(wrong).toMatchObject({ code: 'symbol-differs', detail: expect.stringContaining(OWN) })
})

test('the doctor finds a text that is missing or damaged, and what nothing names; the digests are shown without it', async () => {
  await bring()
  const [name = ''] = await store.files.names()
  await store.files.put('report/coast/left-over.json', new Uint8Array(1))
  await store.files.put(name, new Uint8Array([1]))
  expect(await findings()).toEqual(['file-of-nothing file report/coast/…', 'text-damaged file report/coast/…'])
  expect(await readWholeReport(store, await whole(), board, OWN)).toMatchObject({ text: null, report: OWN_REPORT })
  await store.files.remove(name)
  await store.records.put('import/coast', 'S/2031/7', { current: { id: 'x' } })
  expect(await findings()).toEqual(
    [
      'record-unreadable record import/coast/S/2031/7',
      'text-missing file report/coast/…',
      'file-of-nothing file report/coast/…',
    ].toSorted(),
  )
})
