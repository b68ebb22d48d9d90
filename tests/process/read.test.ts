/** `briefboard read`: what is understood of a document, in words and as JSON, and what is said of one that is none. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { tempFolder } from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { FILES, TITLE } from '../../packages/reports/src/formats/same-text.test-suite.ts'

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/briefboard.mjs', import.meta.url))
const REPORTS = fileURLToPath(new URL('../../../shared/reports', import.meta.url))
const run = promisify(execFile)

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

async function read(...args: string[]): Promise<Outcome> {
  const options = { maxBuffer: 64 * 1024 * 1024 }
  return run('node', [COMMAND, 'read', ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    // What execFile rejects with has these fields.
    (error: Outcome) => error,
  )
}

test('read: says in words what was understood, and what has to be looked at', async () => {
  await using folder = await tempFolder()
  const file = join(folder.path, 'harbours.pdf')
  await writeFile(file, FILES.docx)
  const { code, stdout } = await read(file, '--symbol', 's / 2031 / 5')
  expect(code).toBe(0)
  expect(stdout).toContain(`Title:      ${TITLE}`)
  expect(stdout).toContain('Symbol:     S/2031/5')
  expect(stdout).toContain('Sections:   3')
  expect(stdout).toContain('Paragraphs: 3 numbered (1 to 3), 0 without a number')
  expect(stdout).toContain('Notes:      2')
  expect(stdout).toMatch(
    /Warnings: {3}\d\n(?: .*\n)* {2}The file’s name says that it is a PDF, but its content is a Word/,
  )
})

test('read --json: the same report as values that programs read', async () => {
  await using folder = await tempFolder()
  const file = join(folder.path, 'harbours.html')
  await writeFile(file, FILES.html)
  const { code, stdout } = await read('--json', file)
  expect(code).toBe(0)
  const report: unknown = JSON.parse(stdout)
  expect(report).toMatchObject({
    symbol: null,
    title: TITLE,
    number: 3,
    date: null,
    sections: [{ level: expect.any(Number), parent: null }, {}, { parent: expect.any(String) }],
    paragraphs: [
      { number: 1, section: expect.any(String), notes: [{ marker: '1' }] },
      { number: 2, text: expect.stringContaining('30 to 45 days') },
      { number: 3, subparagraphs: expect.any(Array) },
    ],
    notes: [{ marker: '1', text: 'Harbours of more than five berths.' }, { marker: '2' }],
    references: expect.any(Array),
    listReferences: [],
    figures: expect.any(Array),
    repairs: [],
    warnings: expect.any(Array),
  })
})

test('read: a document that cannot be read is told in a sentence, with code 1; a wrong path with code 2', async () => {
  await using folder = await tempFolder()
  const file = join(folder.path, 'nothing.docx')
  await writeFile(file, '')
  expect(await read(file)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('“nothing.docx” is empty: it has no bytes. Nothing was taken from it.'),
  })
  expect(await read(join(folder.path, 'nowhere'))).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no file'),
  })
  expect(await read(folder.path)).toMatchObject({ code: 2, stderr: expect.stringContaining('is a folder') })
})

test('read: a file of 200 MB is refused before it is in memory', async () => {
  await using folder = await tempFolder()
  const file = join(folder.path, 'large.pdf')
  await writeFile(file, '%PDF-1.7')
  await truncate(file, 200 * 1024 * 1024)
  expect(await read(file)).toMatchObject({ code: 1, stderr: expect.stringContaining('larger than 50 MB') })
  // A device has no size and no end.
  expect(await read('/dev/zero')).toMatchObject({ code: 1, stderr: expect.stringContaining('larger than 50 MB') })
})

test.skipIf(!existsSync(REPORTS))('read: the three reports have 77, 80 and 86 paragraphs, consecutive', async () => {
  const counts = new Map<string, number>()
  for (const name of ['004_e5adcbeb5099f18a', '003_cbff697e407512be', '000_cee5e8add5ebeec6']) {
    const { stdout } = await read('--json', join(REPORTS, `${name}.txt`))
    // The shape is the other test's matter.
    const { paragraphs } = JSON.parse(stdout) as { paragraphs: { number: number | null }[] }
    const numbers = paragraphs.flatMap(({ number }) => (number === null ? [] : [number]))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    counts.set(name.slice(0, 3), numbers.length)
  }
  expect(Object.fromEntries(counts)).toEqual({ '004': 77, '003': 80, '000': 86 })
})
