/** One server a data folder, with real processes. */
import { mkdtempSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startChild } from './child.test-suite.ts'
import type { Child } from './child.test-suite.ts'
import { lockDataDir } from './data-dir-lock.ts'
import { DataDirInUse } from './errors.ts'

let dataDir: string
let children: Child[]

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'briefboard-lock-'))
  children = []
})
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill('SIGKILL')))
  rmSync(dataDir, { recursive: true })
})

function start(): Child {
  const child = startChild(['lock', dataDir])
  children.push(child)
  return child
}

test('a second server is kept out of a folder, in words that name it, until the first one ends', async () => {
  const first = start()
  expect(await first.nextLine()).toBe('held')
  await expect(lockDataDir(dataDir)).rejects.toThrow(DataDirInUse)
  const refused = await start().nextLine()
  expect(refused).toContain('DataDirInUse')
  expect(refused).toContain(dataDir)
  first.write('release\n')
  await first.lines.next()
  await (await lockDataDir(dataDir)).release()
})

test('after a SIGKILL of the holder the next one starts at once', async () => {
  const first = start()
  expect(await first.nextLine()).toBe('held')
  await first.kill('SIGKILL')
  const started = performance.now()
  const lock = await lockDataDir(dataDir)
  expect(performance.now() - started).toBeLessThan(1000)
  await lock.release()
  expect(readdirSync(dataDir)).toEqual([])
})

test('of many that start at once on a stale socket, one holds the folder', async () => {
  const killed = start()
  await killed.nextLine()
  await killed.kill('SIGKILL')
  const said = await Promise.all(Array.from({ length: 5 }, () => start().nextLine()))
  expect(said.filter((line) => line === 'held')).toHaveLength(1)
})

test('of many locks taken within a moment, one holds', async () => {
  for (let round = 0; round < 20; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => lockDataDir(dataDir)))
    const held = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(held, `round ${round}`).toHaveLength(1)
    await held[0]!.release()
  }
})

test('a folder whose path is too long for a socket is locked all the same', async () => {
  const deep = join(dataDir, 'a-long-name-'.repeat(10))
  mkdirSync(deep)
  const lock = await lockDataDir(deep)
  await expect(lockDataDir(deep)).rejects.toThrow(DataDirInUse)
  await lock.release()
  await (await lockDataDir(deep)).release()
})
