/** .env.example names the settings that there are, no more and no fewer, and its values work. */
import { readFile } from 'node:fs/promises'
import { ConfigError, readConfig, VARIABLES } from '@briefboard/server/config'
import { expect, test } from 'vitest'

const lines = (await readFile(new URL('../../.env.example', import.meta.url), 'utf8')).split('\n')
const example = Object.fromEntries(
  lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split('=', 2) as [string, string]),
)

test('the example has every setting, and they are the defaults', () => {
  expect(Object.keys(example).toSorted()).toEqual(VARIABLES.toSorted())
  expect(readConfig(example)).toEqual(readConfig({}))
})

test('every problem is named at once, with its variable', () => {
  const bad = { PORT: '99999', REDIS_URL: 'postgres://x', PUBLIC_URL: 'https://example.org/board' }
  expect(() => readConfig(bad)).toThrow(ConfigError)
  expect(() => readConfig(bad)).toThrow(
    /PORT=99999 .*\n.*REDIS_URL=postgres:\/\/x .*\n.*PUBLIC_URL=https:\/\/example.org\/board /,
  )
})
