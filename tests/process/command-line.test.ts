/** The `briefboard` command, beside a running server. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startServer, tempFolder } from '@briefboard/testkit'
import { expect, test } from 'vitest'

const COMMAND = fileURLToPath(new URL('../../apps/cli/bin/briefboard.mjs', import.meta.url))
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
