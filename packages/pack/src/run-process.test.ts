import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { tempFolder, until } from '@briefboard/testkit'
import { finished } from '@briefboard/board'
import { describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { snapshotHash } from './canonical.ts'
import { PackError } from './errors.ts'
import { board, card, figure, packInput, REPORTS } from './fixture.ts'
import type { PackInput } from './pack.ts'
import { freezeSteps } from './frozen.ts'
import { buildPackInProcess, type BuildBounds } from './run-process.ts'

const made = board([card('alpha')])
const frozen = ({ boardState: _, ...input }: PackInput): Uint8Array => finished(freezeSteps(input))

/** Builds with another program in the place of ours. */
async function buildBy(source: string, bounds: BuildBounds = {}): Promise<unknown> {
  await using folder = await tempFolder()
  const entry = join(folder.path, 'build.mjs')
  await writeFile(entry, source)
  return await buildPackInProcess(frozen(packInput(made)), undefined, { entry, ...bounds })
}

describe('a pack built in a process of its own', () => {
  it('is the same as one built here, and tells how it goes', async () => {
    const stages: string[] = []
    const pack = await buildPackInProcess(frozen(packInput(made)), ({ stage }) => stages.push(stage))
    const boardState = { hash: snapshotHash(made, REPORTS) }
    expect(pack.manifest).toEqual(buildPack({ ...packInput(made), boardState }).manifest)
    expect([...new Set(stages)]).toEqual(['projecting', 'rendering', 'checking'])
  }, 30_000)

  it('names its errors by code', async () => {
    const refused = buildPackInProcess(
      frozen(packInput(board([card('alpha', { marking: 'red' })]), { ceiling: 'clear' })),
    )
    await expect(refused).rejects.toMatchObject({ name: 'PackError', code: 'nothing-to-export' })
    await expect(refused).rejects.toBeInstanceOf(PackError)
  })

  it.each([
    ['crashes', 'setTimeout(() => { throw new Error("boom") })'],
    ['ends', 'process.exit(3)'],
    ['cannot be loaded', 'import "./nowhere.ts"'],
  ])('rejects when the process %s', async (_, source) => {
    await expect(buildBy(source)).rejects.toMatchObject({ code: 'worker-failed' })
  })

  it('is stopped when it takes too long, in words that say what to do', async () => {
    await expect(buildBy('for (;;);', { timeLimitMs: 500 })).rejects.toMatchObject({
      code: 'took-too-long',
      message: expect.stringMatching(/not done within 0\.5 seconds .* nothing of the pack was kept.* fewer cards/),
    })
  })

  it('is stopped when its heap is full', async () => {
    const filling = 'const all = []; for (;;) all.push({ all: [all.length] })'
    await expect(buildBy(filling, { memoryLimitMegabytes: 100 })).rejects.toMatchObject({
      code: 'took-too-much-memory',
    })
  })

  it('is stopped when the typesetter takes too much, which is no heap of ours', async () => {
    const figures = Array.from({ length: 4000 }, (_, index) =>
      figure(`f${index}`, 'alpha', { measure: 'Income', period: String(1900 + (index % 100)), low: index }),
    )
    const heavy = frozen(packInput(board([card('alpha')], { figures })))
    const before = process.memoryUsage.rss()
    await expect(buildPackInProcess(heavy, undefined, { memoryLimitMegabytes: 300 })).rejects.toMatchObject({
      code: 'took-too-much-memory',
      message: expect.stringMatching(/more than 300 MB of memory.*fewer cards/),
    })
    expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(100)
  }, 60_000)

  it('ends when nobody is left who wants it', async () => {
    await using folder = await tempFolder()
    const asking = join(folder.path, 'asking.mjs')
    await writeFile(
      asking,
      `import { fork } from 'node:child_process'
       const child = fork(${JSON.stringify(fileURLToPath(new URL('./build-process.ts', import.meta.url)))}, { serialization: 'advanced' })
       console.log(child.pid)
       process.on('message', (order) => child.send(order, () => setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1500)))`,
    )
    const figures = Array.from({ length: 20_000 }, (_, index) => figure(`f${index}`, 'alpha', { measure: 'Income' }))
    const asker = fork(asking, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] })
    const [told] = (await once(asker.stdout ?? asker, 'data')) as [Buffer] // what it prints
    asker.send({ frozen: frozen(packInput(board([card('alpha')], { figures }))), memoryMegabytes: 4000 })
    await until('the build has ended with its server', () => !isAlive(Number(told.toString())), 20_000)
  }, 60_000)

  it('stops when told to', async () => {
    const stop = new AbortController()
    const pack = buildPackInProcess(frozen(packInput(made)), () => stop.abort(), { signal: stop.signal })
    await expect(pack).rejects.toMatchObject({ code: 'worker-failed' })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
