/** Reading in a thread of its own: the same report, bounds on time and memory, and a main thread that stays free. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { expect, test } from 'vitest'
import { openDocument } from './open-document.ts'
import { inflatingPdf } from './pdf-file.test-suite.ts'
import { readReport } from './read-report.ts'
import { openReader, readReportInWorker } from './run-worker.ts'
import { FILES } from './same-text.test-suite.ts'

/** Other programs take the processor away: what counts is our own use of it, and the best of a few readings. */
const ATTEMPTS = 4

const entry = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`)
const read = (source: string, options = {}) =>
  readReportInWorker(new Uint8Array(1), 'a.txt', {}, { entry: entry(source), ...options })

test('the thread gives the same report, and leaves the bytes to who brought them', async () => {
  for (const [form, bytes] of Object.entries(FILES)) {
    const inWorker = await readReportInWorker(bytes, `a.${form}`, { symbol: 'H/2031/5' })
    expect(inWorker).toEqual(await readReport(bytes, `a.${form}`, { symbol: 'H/2031/5' }))
    expect(bytes.length).toBeGreaterThan(0)
  }
})

test('an unreadable document is refused by the same code and sentence', async () => {
  const here = await readReport(new Uint8Array(), 'a.txt').catch((error: unknown) => error)
  const there = await readReportInWorker(new Uint8Array(), 'a.txt').catch((error: unknown) => error)
  expect(there).toEqual(here)
  expect(there).toMatchObject({ name: 'UnreadableDocument', code: 'empty' })
})

test.each([
  ['takes for ever', 'took-too-long', 'for (;;);', { timeLimitMs: 500 }],
  ['fills its heap', 'took-too-much-memory', 'const all = []; for (;;) all.push({ all: [all.length] })', {}],
  [
    'fills buffers',
    'took-too-much-memory',
    'const all = []; for (;;) { all.push(new Uint8Array(1e6).fill(1)); if (all.length > 2000) all.length = 0 }',
    {},
  ],
  ['crashes', 'worker-failed', 'throw new Error("boom")', {}],
  ['ends without an answer', 'worker-failed', 'process.exit(0)', {}],
])('a thread that %s is stopped and told as %s', async (_what, code, source, options) => {
  await expect(read(source, { memoryLimitMegabytes: 100, ...options })).rejects.toMatchObject({
    name: 'UnreadableDocument',
    code,
    message: expect.stringContaining('Nothing was taken from it.'),
  })
})

test('aborting stops the thread, and the reason comes back', async () => {
  const stop = new AbortController()
  const reading = read('for (;;);', { signal: stop.signal })
  stop.abort(new Error('Not wanted any more.'))
  await expect(reading).rejects.toThrow('Not wanted any more.')
  await expect(read('for (;;);', { signal: stop.signal })).rejects.toThrow('Not wanted any more.')
})

test('a PDF that unpacks without end is stopped by what it takes', async () => {
  const before = process.memoryUsage().rss
  const bomb = inflatingPdf(400_000_000)
  expect(bomb.length).toBeLessThan(10_000)
  const reading = readReportInWorker(bomb, 'bomb.pdf', {}, { memoryLimitMegabytes: 150 })
  await expect(reading).rejects.toMatchObject({ code: 'took-too-much-memory' })
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(1500)
}, 60_000)

test('a word that does not end is the document’s fault, not the program’s', async () => {
  const reading = readReportInWorker(new Uint8Array(45_000_000).fill(97), 'a.txt')
  await expect(reading).rejects.toMatchObject({
    ...{ code: 'took-too-much-memory', message: expect.stringContaining('needs more memory than a document may') },
  })
}, 60_000)

test('a PDF of 100 pages is read in under 3 s, of which the main thread works less than 50 ms', async () => {
  const bytes = await typesetReport(620)
  expect((await openDocument(bytes, 'long.pdf')).lines.at(-1)?.page).toBeGreaterThanOrEqual(100)
  let fastest = { tookMs: Infinity, hereMs: Infinity }
  for (let attempt = 0; attempt < ATTEMPTS && (fastest.tookMs > 3000 || fastest.hereMs > 50); attempt += 1) {
    const [began, used, usedHere] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()]
    const report = await readReportInWorker(bytes, 'long.pdf')
    const tookMs = Math.min(performance.now() - began, milliseconds(process.cpuUsage(used)))
    fastest = {
      tookMs: Math.min(fastest.tookMs, tookMs),
      hereMs: Math.min(fastest.hereMs, milliseconds(process.threadCpuUsage(usedHere))),
    }
    expect(report.paragraphs.filter(({ number }) => number !== null).length).toBeGreaterThan(600)
  }
  expect(fastest.tookMs).toBeLessThan(3000)
  expect(fastest.hereMs).toBeLessThan(50)
})

const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000

/** Numbered paragraphs of six sentences, as a typesetter sets them with an embedded font. */
async function typesetReport(paragraphs: number): Promise<Uint8Array> {
  const font = createRequire(import.meta.url).resolve(
    '@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf',
  )
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: [await readFile(font)] }] })
  const mainFileContent = `
    #set page(paper: "a4", footer: context [S/2031/99 #h(1fr) #counter(page).display("1/1", both: true)])
    #set text(font: "Source Serif 4", size: 11pt)
    #set par(justify: true)
    #for number in range(1, ${paragraphs + 1}) [
      #number. Harbour #number was open for #(number * 7) days and took in USD #(number * 3) million, which its master
      expects to grow by 5 per cent. Boats came from the north and from the islands, and most of them went on within a
      week. Ice closed the outer basin twice. The quays were mended in spring. Fees stayed as they were. No boat was lost
      in the reporting period, although the lights failed during the storm that is described in decision H/2031/#number.

      Its council met #number times and took note of what the master had to say about the years to come, in which the
      outer basin will have to be dredged again, unless the river finds another way to the sea.
    ]`
  const compiled = compiler.compile({ mainFileContent })
  if (compiled.result === null) throw new Error('The report cannot be typeset.')
  return new Uint8Array(compiler.pdf(compiled.result))
}

test('a thread that is kept gives the same reports, and tells the document’s own symbol from the given one', async () => {
  const reader = openReader()
  const texts = [FILES.txt, Buffer.concat([Buffer.from('S/2031/5\n\n'), FILES.txt]), FILES.txt]
  for (const bytes of texts)
    for (const hints of [{}, { symbol: 's / 2031/5' }, { symbol: 'H/2030/12' }]) {
      const { report, ownSymbol } = await reader.read(bytes, 'a.txt', hints)
      expect(report).toEqual(await readReport(bytes, 'a.txt', hints))
      expect(ownSymbol).toBe((await readReport(bytes, 'a.txt')).symbol)
    }
  await reader.close()
})

test('a thread that was started before the document came reads it, and ends when it is not needed', async () => {
  const reader = openReader({ keepMs: 50 })
  reader.warm()
  reader.warm()
  expect((await reader.read(FILES.txt, 'a.txt')).report).toEqual(await readReport(FILES.txt, 'a.txt'))
  reader.warm()
  await reader.close()
  reader.warm()
  await expect(reader.read(FILES.txt, 'a.txt')).rejects.toThrow('closed')
})

test('after a document that broke the thread, and after one that is none, the next is read as ever', async () => {
  const reader = openReader({ memoryLimitMegabytes: 150 })
  await expect(reader.read(inflatingPdf(400_000_000), 'bomb.pdf')).rejects.toMatchObject({
    code: 'took-too-much-memory',
  })
  await expect(reader.read(new Uint8Array(), 'a.txt')).rejects.toMatchObject({ code: 'empty' })
  expect((await reader.read(FILES.txt, 'a.txt')).report.number).toBe(3)
  await reader.close()
}, 60_000)

test('documents are read one after another; closing refuses those that wait', async () => {
  const reader = openReader({ entry: entry('for (;;);'), timeLimitMs: 30_000 })
  const stop = new AbortController()
  const first = reader.read(FILES.txt, 'a.txt', {}, stop.signal)
  const rest = Promise.allSettled([reader.read(FILES.txt, 'b.txt'), reader.read(FILES.txt, 'c.txt')])
  stop.abort(new Error('Gone.'))
  await expect(first).rejects.toThrow('Gone.')
  await reader.close()
  expect((await rest).map((one) => one.status)).toEqual(['rejected', 'rejected'])
})
