import { describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { PackError } from './errors.ts'
import { board, card, packInput } from './fixture.ts'
import { buildPackInWorker } from './run-worker.ts'

const made = board([card('alpha')])
const entry = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`)

describe('a pack built in a thread of its own', () => {
  it('is the same as one built here, and tells how it goes', async () => {
    const stages: string[] = []
    const pack = await buildPackInWorker(packInput(made), ({ stage }) => stages.push(stage))
    expect(pack.manifest).toEqual(buildPack(packInput(made)).manifest)
    expect([...new Set(stages)]).toEqual(['projecting', 'rendering', 'checking'])
  }, 30_000)

  it('names its errors by code', async () => {
    const refused = buildPackInWorker(packInput(board([card('alpha', { marking: 'red' })]), { ceiling: 'clear' }))
    await expect(refused).rejects.toMatchObject({ name: 'PackError', code: 'nothing-to-export' })
    await expect(refused).rejects.toBeInstanceOf(PackError)
  })

  it.each([
    ['crashes', 'setTimeout(() => { throw new Error("boom") })'],
    ['ends', 'process.exit(3)'],
    ['cannot be loaded', 'import "./nowhere.ts"'],
  ])('rejects when the thread %s', async (_, source) => {
    await expect(buildPackInWorker(packInput(made), undefined, { entry: entry(source) })).rejects.toMatchObject({
      code: 'worker-failed',
    })
  })

  it('stops when told to', async () => {
    const stop = new AbortController()
    const pack = buildPackInWorker(packInput(made), () => stop.abort(), { signal: stop.signal })
    await expect(pack).rejects.toMatchObject({ code: 'worker-failed' })
  })
})
