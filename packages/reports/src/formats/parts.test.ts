/** A document of a few megabytes whose reading would be hundreds of thousands of values is refused in words. */
import { expect, test } from 'vitest'
import { readReportInWorker } from './index.ts'

const OVER: readonly [string, string][] = [
  ['figures', '1 per cent '.repeat(25_000)],
  ['references', 'resolution 2368 (2017) '.repeat(25_000)],
  ['marks of notes', 'a¹²³'.repeat(25_000)],
]

test.each(OVER)('more %s than a long report has are refused as too large, in words', async (_what, text) => {
  const refused = await readReportInWorker(new TextEncoder().encode(text), 'report.txt').catch(
    (error: unknown) => error,
  )
  expect(refused).toMatchObject({
    code: 'too-large',
    message: expect.stringMatching(/has more than [\d,]+ .+ Split it/),
  })
})

test('a report of 900 long paragraphs is read', async () => {
  const page = (number: number): string =>
    `${number}. In 2015 about 40 per cent of it, as in S/2016/92, was spent. so on.\n${'more words of it\n'.repeat(10)}`
  const text = Array.from({ length: 900 }, (_, index) => page(index + 1)).join('\n')
  const { figures, references } = await readReportInWorker(new TextEncoder().encode(text), 'report.txt')
  expect(figures.length + references.length).toBeGreaterThan(1000)
})

test('a line of numbers in brackets is looked through in time in proportion to its length', async () => {
  const before = process.cpuUsage()
  const text = '[1]'.repeat(150_000)
  await readReportInWorker(new TextEncoder().encode(text), 'report.txt').catch(() => undefined)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(6_000)
})
