/** docker/: no engine is needed to see that the image gets every part and that Redis keeps what it is given. */
import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')

test('the image installs with the package.json of every part', async () => {
  const dockerfile = await read('docker/Dockerfile')
  for (const folder of ['apps', 'packages']) {
    for (const part of await readdir(new URL(`../../${folder}`, import.meta.url))) {
      expect(dockerfile).toContain(`COPY ${folder}/${part}/package.json ${folder}/${part}/\n`)
    }
  }
})

test('the image runs as nobody special, says whether it is well, and is built in stages', async () => {
  const dockerfile = await read('docker/Dockerfile')
  expect(dockerfile.match(/^FROM /gm)?.length).toBe(2)
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(dockerfile).toMatch(/^HEALTHCHECK [^]*\/health/m)
})

interface Compose {
  services: Record<string, { command?: string[]; environment?: Record<string, string>; healthcheck?: unknown }>
}

test('compose: app, Redis that appends and never evicts, and Caddy', async () => {
  const { services } = parse(await read('docker/compose.yaml')) as Compose
  expect(Object.keys(services).toSorted()).toEqual(['app', 'caddy', 'redis'])
  const command = services['redis']?.command?.join(' ')
  expect(command).toContain('--appendonly yes')
  expect(command).toContain('--maxmemory-policy noeviction')
  expect(services['app']?.environment?.['REDIS_URL']).toBe('redis://redis:6379')
})
