/** Documents brought to a board over HTTP and from the command line: what comes in, what is refused, what is held up. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ImportFact, Problem, ReportSummary } from '@briefboard/protocol'
import type { StoredReport } from '@briefboard/protocol/pages'
import { examine, openBackup, restore } from '@briefboard/library'
import { openLmdbStore } from '@briefboard/store'
import { openClient, startServer, tempFolder, until } from '@briefboard/testkit'
import { io } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { docxFile, paragraph, run } from '../../packages/reports/src/formats/docx-file.test-suite.ts'
import {
  encryptedPdf,
  pdfFile,
  printedPage,
  scannedPdf,
} from '../../packages/reports/src/formats/pdf-file.test-suite.ts'
import { FILES, TITLE } from '../../packages/reports/src/formats/same-text.test-suite.ts'
import { ask, BOARD, openWorld, roomOf, type World } from './world.ts'

const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const PATH = `/api/boards/${BOARD}/reports`
const SYMBOL = 'S/2016/830'
const IDENTITY = { symbol: 's / 2016/830', date: '2016-09-30' }
const MEGABYTE = 1024 * 1024

let world: World
beforeAll(async () => void (world = await openWorld()))
afterAll(() => world[Symbol.asyncDispose]())

interface Answer {
  status: number
  headers: Headers
  body: Problem & { imported?: ImportFact; report?: ReportSummary }
}

type Sent = readonly [name: string, bytes: Uint8Array | string]

function formOf(files: readonly Sent[], fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const [name, bytes] of files) form.append('file', new Blob([bytes as BlobPart]), name)
  return form
}

async function bring(files: readonly Sent[], fields: Record<string, string> = IDENTITY): Promise<Answer> {
  const headers = { authorization: `Bearer ${world.tokens.editor}` }
  const response = await fetch(new URL(PATH, world.server.url), {
    method: 'POST',
    headers,
    body: formOf(files, fields),
  })
  return answerOf(response)
}

async function answerOf(response: Response): Promise<Answer> {
  // A fact, a summary or a problem, as the API's own types have it.
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
}

const undo = (symbol = SYMBOL): Promise<Response> =>
  ask(world, world.tokens.editor, `${PATH}/${symbol}`, { method: 'DELETE' })

/** A test that fails leaves nothing to the next one. */
afterEach(async () => {
  while ((await undo()).ok);
})

/** Every record and file of imports, to compare. */
const stored = (): Promise<unknown> =>
  world.withStore(async ({ records, files }) => [
    await records.list(`import/${BOARD}`),
    await records.list(`report/${BOARD}`),
    await files.names(),
  ])

interface Told {
  status: number
  headers: IncomingHttpHeaders
  body: Problem
}

interface Unfinished {
  /** Resolves with the status and the body as soon as the server answers, however much is still to be sent. */
  answer: Promise<Told>
  /** Resolves when the server has taken the bytes from this side; false once the connection is gone. */
  send(bytes: Uint8Array): Promise<boolean>
  bytesSent(): number
  abort(): void
}

/** A form whose file begins and does not end. */
function begin({ token = world.tokens.editor, headers = {} as Record<string, string> } = {}): Unfinished {
  const type = { 'content-type': 'multipart/form-data; boundary=b', authorization: `Bearer ${token}` }
  const request = httpRequest(new URL(PATH, world.server.url), { method: 'POST', headers: { ...type, ...headers } })
  const answer = new Promise<Told>((resolve, reject) => {
    request.on('response', async (response) => {
      const text = (await response.toArray()).join('')
      // The API's own form.
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) as Problem })
    })
    request.on('error', reject)
  })
  answer.catch(() => undefined) // Whoever awaits it sees it; one that is aborted is awaited by nobody.
  request.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nSome text.\n')
  let sent = 0
  return {
    answer,
    send: (bytes) =>
      new Promise((resolve) =>
        request.write(bytes, (error) => {
          if (!error) sent += bytes.length
          resolve(!error)
        }),
      ),
    bytesSent: () => sent,
    abort: () => request.destroy(),
  }
}

test('a document is brought, listed, read and undone; its report comes and goes with it', async () => {
  const before = await stored()
  const { status, headers, body } = await bring([['..\\ha\u202erb\u0007ours “ä”.docx', FILES.docx]])
  expect(status).toBe(201)
  expect(headers.get('location')).toBe(`${PATH}/${SYMBOL}`)
  expect(body.imported).toMatchObject({
    ...{ symbol: SYMBOL, by: { name: 'The editor' }, replaces: false },
    file: { name: 'ha rb ours “ä”.docx', bytes: FILES.docx.length },
  })
  const list = (await (await ask(world, world.tokens.viewer, PATH)).json()) as { reports: ReportSummary[] }
  expect(list.reports.map(({ symbol }) => symbol)).toEqual(['S/2016/92', SYMBOL, 'S/2017/97', 'S/2018/80'])
  expect(list.reports.find(({ symbol }) => symbol === SYMBOL)).toMatchObject({
    ...{ title: TITLE, series: SYMBOL, number: 3, date: '2016-09-30', paragraphs: 3, cited: 0, hasDigests: false },
    ...{ url: `https://undocs.org/${SYMBOL}`, imported: body.imported },
  })
  expect(list.reports.find(({ symbol }) => symbol === 'S/2018/80')).toMatchObject({
    ...{ paragraphs: 86, hasDigests: true, imported: null, cited: expect.any(Number) },
  })
  for (const written of [SYMBOL, encodeURIComponent(SYMBOL), 's%2F2016/830']) {
    const whole: unknown = await (await ask(world, world.tokens.viewer, `${PATH}/${written}`)).json()
    expect(whole).toMatchObject({
      summary: { symbol: SYMBOL },
      report: { paragraphs: [{ number: 1, digest: '' }, { number: 2 }, { number: 3 }] },
      text: { title: TITLE, symbol: SYMBOL, paragraphs: [{ number: 1 }, { number: 2 }, { number: 3 }] },
      imported: { symbol: SYMBOL },
    })
  }
  expect((await undo()).status).toBe(204)
  expect(await (await undo()).json()).toMatchObject({ status: 404, code: 'no-such-import' })
  expect((await ask(world, world.tokens.viewer, `${PATH}/${SYMBOL}`)).status).toBe(404)
  expect(await stored()).toEqual(before)
})

test('whoever watches the board hears of what is brought and undone', async () => {
  const extraHeaders = { authorization: `Bearer ${world.tokens.viewer}` }
  const socket = io(world.server.url, { transports: ['websocket'], extraHeaders })
  const news: unknown[] = []
  socket.on('reports:changed', (one: unknown) => news.push(one))
  expect(await socket.emitWithAck('board:watch', BOARD)).toBe(true)
  await bring([['a.txt', FILES.txt]])
  await undo()
  await until('both are heard', () => news.length === 2)
  const one = { board: BOARD, symbol: SYMBOL, by: 'The editor' }
  expect(news).toEqual([
    { ...one, what: 'imported' },
    { ...one, what: 'undone' },
  ])
  socket.close()
})

test('text comes beside the digests of a seeded report, which undoing leaves as they were', async () => {
  const { body } = await bring([['a.md', FILES.md]], { symbol: 'S/2018/80' })
  const { summary } = (await (await ask(world, world.tokens.viewer, `${PATH}/S/2018/80`)).json()) as StoredReport
  expect(summary).toMatchObject({ symbol: 'S/2018/80', number: 6, paragraphs: 86, hasDigests: true })
  expect(summary.imported).toEqual(body.imported)
  const left = (await (await undo('S/2018/80')).json()) as Answer['body']
  expect(left.report).toMatchObject({ symbol: 'S/2018/80', paragraphs: 86, imported: null })
})

test.each(['viewer', 'reviewer'] as const)('a %s is refused before the document is read', async (role) => {
  const before = await stored()
  const unfinished = begin({ token: world.tokens[role] })
  expect(await unfinished.answer).toMatchObject({ status: 403, body: { code: 'role-too-low' } })
  unfinished.abort()
  const removal = await ask(world, world.tokens[role], `${PATH}/${SYMBOL}`, { method: 'DELETE' })
  expect(removal.status).toBe(403)
  expect(await stored()).toEqual(before)
})

test('nobody else’s page and nobody without a name brings anything', async () => {
  for (const [options, status] of [
    [{ headers: { origin: 'https://elsewhere.example' } }, 403],
    [{ token: 'nobody' }, 401],
  ] as const) {
    const unfinished = begin(options)
    expect(await unfinished.answer).toMatchObject({ status })
    unfinished.abort()
  }
})

const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919 + (index >> 3)) % 256)
const bomb = docxFile({ body: paragraph(run('0'.repeat(70 * MEGABYTE))) })

test.each<[what: string, why: string, says: string, file: Sent]>([
  ['an empty file', 'empty', 'no bytes', ['a.pdf', '']],
  ['bytes that are no text', 'binary', 'no text', ['a.txt', noise]],
  ['an encrypted PDF', 'encrypted', 'password', ['a.pdf', encryptedPdf()]],
  ['a scanned PDF', 'no-text-layer', 'no text layer', ['a.pdf', scannedPdf()]],
  ['a zip bomb', 'zip-bomb', 'unpacks to more than', ['a.docx', bomb]],
  ['a PDF that is cut off', 'damaged', 'damaged or cut off', ['a.pdf', FILES.pdf.subarray(0, 60)]],
])('%s is refused in a sentence of its own, and nothing is stored', async (_what, why, says, file) => {
  const before = await stored()
  const { status, body } = await bring([file])
  expect({ status, body }).toMatchObject({ status: 422, body: { code: 'document-unreadable', why } })
  expect(body.detail).toContain(says)
  expect(body.detail).toContain('Nothing was taken from it.')
  expect(await stored()).toEqual(before)
})

test.each<[what: string, code: string, says: string, files: readonly Sent[], fields: Record<string, string>]>([
  ['no file', 'no-file', 'send one as the field', [], IDENTITY],
  ['two files', 'one-document', 'one by one', [['a.txt', FILES.txt], ['b.txt', FILES.txt]], IDENTITY], // prettier-ignore
  ['no symbol', 'symbol-needed', 'does not name its own symbol', [['a.txt', FILES.txt]], {}],
  ['no date', 'identity-needed', 'What is missing is its date.', [['a.txt', FILES.txt]], { symbol: SYMBOL }],
  ['no real symbol', 'bad-symbol', '“harbours”', [['a.txt', FILES.txt]], { symbol: 'harbours' }],
  ['an unknown field', 'bad-request', 'colour', [['a.txt', FILES.txt]], { ...IDENTITY, colour: 'red' }],
  ['no date at all', 'bad-request', 'date', [['a.txt', FILES.txt]], { ...IDENTITY, date: 'yesterday' }],
])('%s: told as %s, and nothing is stored', async (_what, code, says, files, fields) => {
  const before = await stored()
  const { body } = await bring(files, fields)
  expect(body.code).toBe(code)
  expect(`${body.title} ${body.detail ?? ''}`).toContain(says)
  if (code.endsWith('-needed'))
    expect(body.question).toEqual({ symbol: fields['symbol'] ?? null, title: TITLE, date: null, number: 3 })
  expect(await stored()).toEqual(before)
})

test('a wrong extension and a broken encoding are read all the same, with a warning', async () => {
  const latin = Buffer.concat([Buffer.from('Caf\xe9 of the harbour\n\n', 'latin1'), FILES.txt])
  for (const [file, says] of [
    [['a.pdf', FILES.docx], 'The file’s name says that it is a PDF'],
    [['a.txt', latin], 'broken byte of UTF-8'],
  ] as const) {
    expect((await bring([file])).status).toBe(201)
    const { text } = (await (await ask(world, world.tokens.viewer, `${PATH}/${SYMBOL}`)).json()) as {
      text: { warnings: string[] }
    }
    expect(text.warnings.join(' ')).toContain(says)
    await undo()
  }
})

test('a second document with one symbol is refused with who brought the first, unless it may replace it', async () => {
  const brought = await bring([['first.txt', FILES.txt]])
  const before = await stored()
  const same = await bring([['again.txt', FILES.txt]])
  expect(same).toMatchObject({ status: 409, body: { code: 'report-exists', why: 'same-document' } })
  const other = await bring([['second.md', FILES.md]])
  expect(other.body).toMatchObject({ code: 'report-exists', why: 'other-document' })
  expect(other.body.detail).toMatch(/“first\.txt” was brought as S\/2016\/830 by The editor on \d{4}-\d\d-\d\d/)
  expect(await stored()).toEqual(before)
  const { body } = await bring([['second.md', FILES.md]], { ...IDENTITY, replace: 'true' })
  expect(body.imported).toMatchObject({ file: { name: 'second.md' }, replaces: true })
  // Whoever still sees the first one does not undo the second.
  const first = await undo(`${SYMBOL}?import=${brought.body.imported?.id}`)
  expect(await first.json()).toMatchObject({ status: 409, code: 'import-changed' })
  const back = (await (await undo()).json()) as { report: { imported: ImportFact } }
  expect(back.report.imported).toMatchObject({ file: { name: 'first.txt' }, replaces: false })
  expect((await undo()).status).toBe(204)
})

async function residentBytes(): Promise<number> {
  const status = await readFile(`/proc/${world.server.pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024
}

test('a file of 200 MB that says so is refused before it is sent; one that does not, at the limit', async () => {
  const before = await stored()
  const honest = begin({ headers: { 'content-length': `${200 * MEGABYTE}` } })
  expect(await honest.answer).toMatchObject({ status: 413, body: { code: 'document-too-large', why: 'too-large' } })
  honest.abort()

  const rss = await residentBytes()
  const silent = begin()
  let answered = false
  void silent.answer.finally(() => (answered = true))
  const piece = new Uint8Array(MEGABYTE).fill(97)
  for (let count = 0; count < 200 && !answered && (await silent.send(piece)); count++);
  const { status, body } = await silent.answer
  expect({ status, body }).toMatchObject({ status: 413, body: { code: 'document-too-large' } })
  expect(body.detail).toContain('“a.txt” is larger than 50 MB')
  expect(silent.bytesSent()).toBeLessThan(100 * MEGABYTE)
  expect((await residentBytes()) - rss).toBeLessThan(150 * MEGABYTE)
  // Whoever sends on all the same is cut off.
  await until('the connection is cut', async () => !(await silent.send(piece)))
  expect(await stored()).toEqual(before)
})

test('of five at once, the fifth has to wait; those who go away make room and leave nothing behind', async () => {
  const before = await stored()
  const five = Array.from({ length: 5 }, () => begin())
  const refused = await Promise.race(five.map(({ answer }) => answer))
  expect(refused).toMatchObject({ status: 503, body: { code: 'imports-busy' } })
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  for (const one of five) one.abort()
  await until('there is room again', async () => (await bring([['a.txt', FILES.txt]])).status === 201)
  await undo()
  expect(await stored()).toEqual(before)
})

/** 100 pages of small print. */
function longPdf(): Uint8Array {
  const lines = Array.from({ length: 4500 }, (_, index) =>
    index % 5 === 0
      ? `${index / 5 + 1}. Harbour ${index} took in USD ${index} million in 2031 and closed for ice`
      : 'while the masters of the outer basin expected no change, as they had written the year before',
  )
  const pages = Array.from({ length: 100 }, (_, page) => lines.slice(page * 45, (page + 1) * 45))
  return pdfFile(pages.map((page) => printedPage(page, { size: 8, leading: 10 })))
}

test('an editor’s edits are saved as fast as ever while a long document is read', async () => {
  const editor = openClient({ url: world.server.url, room: roomOf('europe'), token: world.tokens.editor })
  await editor.synced()
  const type = async (): Promise<number> => {
    const began = performance.now()
    editor.doc.getText('typed').insert(0, 'x')
    await editor.saved.whenSaved()
    return performance.now() - began
  }
  await type()
  let isRead = false
  const began = performance.now()
  const reading = bring([['long.pdf', longPdf()]], { ...IDENTITY, title: 'Harbours' }).finally(() => (isRead = true))
  const delays: number[] = []
  while (!isRead) delays.push(await type())
  const tookMs = performance.now() - began
  expect((await reading).status).toBe(201)
  const whole: unknown = await (await ask(world, world.tokens.viewer, `${PATH}/${SYMBOL}`)).json()
  expect(whole).toMatchObject({ summary: { paragraphs: 900 } })
  expect(delays.length).toBeGreaterThan(10)
  // A reading on the main thread would hold up one edit for nearly all of its time.
  expect(Math.max(...delays)).toBeLessThan(tookMs / 3)
  await undo()
  editor.close()
})

/** Runs a subcommand in a process of its own; never rejects. */
function briefboard(dataDir: string, ...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, DATA_DIR: dataDir, REDIS_URL: '' }
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: `${stdout}${stderr}` }),
    )
  })
}

test('the command line brings, asks and undoes the same; a backup keeps it, and the doctor finds nothing', async () => {
  await using folder = await tempFolder()
  const file = join(folder.path, 'harbours.txt')
  await writeFile(file, FILES.txt)
  const cli = (...args: string[]) => briefboard(world.dataDir, ...args)
  const asked = await cli('import', file, '--board', BOARD)
  expect(asked).toMatchObject({ code: 1, out: expect.stringContaining('Here: --symbol') })
  const given = ['--symbol', IDENTITY.symbol, '--date', IDENTITY.date]
  const brought = await cli('import', file, '--board', BOARD, ...given)
  expect(brought.out).toContain(`${SYMBOL} is on the board: 3 numbered paragraphs in 3 sections.`)
  expect(brought.code).toBe(0)
  const whole = async (url: string, token: string): Promise<unknown> =>
    (await ask({ server: { ...world.server, url } }, token, `${PATH}/${SYMBOL}`)).json()
  const seen = await whole(world.server.url, world.tokens.viewer)
  expect(seen).toMatchObject({ imported: { by: { id: '', name: 'the command line' } } })
  expect(await cli('doctor')).toMatchObject({ code: 0, out: expect.stringContaining('All is well') })

  const backup = join(folder.path, 'board.bak')
  expect((await cli('backup', backup)).code).toBe(0)
  expect(await cli('undo-import', 's/2016/830', '--board', BOARD)).toMatchObject({ code: 0 })

  const dataDir = join(folder.path, 'restored')
  const store = openLmdbStore({ dataDir })
  const opened = await openBackup(backup)
  await restore(store, opened, { apply: true, withAccess: true, now: new Date() })
  await opened.close()
  const { findings } = await examine(store, () => undefined)
  expect(findings).toMatchObject({ lost: 0, threat: 0 })
  await store.close()
  const server = await startServer({ PORT: '0', DATA_DIR: dataDir })
  try {
    expect(await whole(server.url, world.tokens.viewer)).toEqual(seen)
  } finally {
    await server.kill('SIGTERM')
  }
})
