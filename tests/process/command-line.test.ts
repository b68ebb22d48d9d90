/** The `briefboard` command, beside a running server. */
import { execFile } from 'node:child_process'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer, tempFolder } from '@briefboard/testkit'
import { expect, test } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/briefboard.mjs', import.meta.url))
const MAIN = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const run = promisify(execFile)

test('token: the bearer token works at once; export: the same pack as the page makes', async () => {
  await using folder = await tempFolder()
  const server = await startServer({ PORT: '0', DATA_DIR: folder.path })
  const env = { ...process.env, DATA_DIR: folder.path, PORT: new URL(server.url).port }
  const { stdout } = await run('node', [COMMAND, 'token', '--role', 'reviewer', '--name', 'Rosa'], { env })
  const token = /Bearer token \(shown once\):\s+(\S+)/.exec(stdout)?.[1] ?? ''
  expect(stdout).toContain(`${server.url}/sign-in?code=`)
  const who = await fetch(new URL('/api/session', server.url), { headers: { authorization: `Bearer ${token}` } })
  expect(await who.json()).toMatchObject({ person: { name: 'Rosa', role: 'reviewer' } })

  const out = join(folder.path, 'out')
  await run(
    'node',
    [COMMAND, 'export', '--board', 'isil-2016-2018', '--formats', 'md,json', '--ceiling', 'green', '--out', out],
    { env },
  )
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as { files: { name: string }[] }
  const names = manifest.files.map(({ name }) => name)
  expect(names.filter((name) => !name.endsWith('.svg')).toSorted()).toEqual(['briefing.json', 'briefing.md'])
  expect(names).toEqual(expect.arrayContaining(['map.svg', 'chart-1.svg']))
  expect(await readFile(join(out, 'briefing.md'), 'utf8')).toContain('S/2018/80, para.')
  await server.kill('SIGTERM')
})

test('wrong options are answered with what would work, and code 2', async () => {
  const wrong = await run('node', [COMMAND, 'token', '--role', 'king', '--name', 'X']).catch((error: unknown) => error)
  expect(wrong).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--role is one of viewer, reviewer, editor, officer, owner'),
  })
})

test('a folder where none can be made, and a full disk, are told in words, at once, and without a stack', async () => {
  await using folder = await tempFolder()
  const people = ['token', '--role', 'viewer', '--name', 'Vera']
  const nowhere = await briefboard(people, { DATA_DIR: '/proc/briefboard' })
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('could not be opened') })
  const out = ['export', '--board', 'isil-2016-2018', '--ceiling', 'green', '--formats', 'json', '--out', '/proc/out']
  const DATA_DIR = folder.path
  const server = await startServer({ PORT: '0', DATA_DIR })
  await server.kill('SIGTERM')
  expect(await briefboard(out, { DATA_DIR })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not be written'),
  })
  const report = join(DATA_DIR, 'report.txt')
  await writeFile(report, 'Some words of a report that is long.\n'.repeat(10_000))
  const { size } = await stat(join(DATA_DIR, 'data.mdb'))
  const named = ['--symbol', 'S/2018/81', '--title', 'Long', '--date', '2018-01-31']
  const full = await briefboard(['import', report, '--board', 'isil-2016-2018', ...named], { DATA_DIR }, size)
  expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining('could not be written') })
  expect(full.stderr).not.toMatch(/^\s+at /m)
})

/** Never rejects. With `mostBytes`, no file may grow beyond that: as on a disk that is full. */
function briefboard(args: string[], env: Record<string, string>, mostBytes?: number) {
  const own = mostBytes === undefined ? [] : ['prlimit', `--fsize=${mostBytes}:${mostBytes}`]
  const [program = '', ...rest] = [...own, process.execPath, MAIN, ...args]
  return run(program, rest, { env: { ...process.env, ...env }, timeout: 60_000 }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    (error: unknown) => error as { code: number | null; stderr: string }, // execFile rejects with these
  )
}
