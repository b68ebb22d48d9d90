/** Settings: defaults, limits, and problems that name their variable. */
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('S12: the limits are settings, with these defaults, and nothing changes them later', () => {
  const config = readConfig({})
  expect(config.limits).toEqual({
    editBytes: 1_048_576,
    documentBytes: 33_554_432,
    documentMemory: 268_435_456,
    roomsPerPerson: 20,
    connectionsPerPerson: 250,
    updatesPerSecond: 200,
    workPerPerson: 50,
  })
  expect([config.idleRoomMs, config.metricsToken, config.redisReplicas]).toEqual([60_000, null, null])
  expect([Object.isFrozen(config), Object.isFrozen(config.limits)]).toEqual([true, true])
})

test('S12: what is set is taken; 0 takes a limit away where that makes sense', () => {
  const { limits, idleRoomMs, redisReplicas } = readConfig({
    MAX_EDIT_BYTES: '65536',
    MAX_DOCUMENT_BYTES: '65536',
    MAX_DOCUMENT_MEMORY: '16777216',
    MAX_ROOMS_PER_PERSON: '0',
    MAX_CONNECTIONS_PER_PERSON: '0',
    MAX_UPDATES_PER_SECOND: '0',
    MAX_WORK_PER_PERSON: '0',
    IDLE_ROOM_SECONDS: '5',
    REDIS_REPLICAS: '0',
  })
  expect(limits).toEqual({
    editBytes: 65_536,
    documentBytes: 65_536,
    documentMemory: 16_777_216,
    roomsPerPerson: 0,
    connectionsPerPerson: 0,
    updatesPerSecond: 0,
    workPerPerson: 0,
  })
  expect([idleRoomMs, redisReplicas]).toEqual([5000, 0])
})

test.each([
  ['MAX_EDIT_BYTES', '65535', 'a whole number from 65536 to'],
  ['MAX_EDIT_BYTES', '1e6', 'a whole number'],
  ['MAX_DOCUMENT_BYTES', '32MiB', 'a whole number'],
  ['MAX_DOCUMENT_MEMORY', '1', 'a whole number'],
  ['MAX_ROOMS_PER_PERSON', '-1', 'a whole number from 0 to'],
  ['MAX_CONNECTIONS_PER_PERSON', 'many', 'a whole number from 0 to'],
  ['MAX_UPDATES_PER_SECOND', '1.5', 'a whole number'],
  ['MAX_WORK_PER_PERSON', '1001', 'a whole number from 0 to 1000'],
  ['IDLE_ROOM_SECONDS', '∞', 'a whole number'],
  ['REDIS_REPLICAS', 'all', 'a whole number'],
])('%s=%s is refused by name, with what it may be', (name, value, words) => {
  expect(() => readConfig({ [name]: value })).toThrow(`${name}=${value} does not work; it is ${words}`)
})

test('a document limit below that of one edit is refused', () => {
  expect(() => readConfig({ MAX_DOCUMENT_BYTES: '65536' })).toThrow(
    /MAX_DOCUMENT_BYTES=65536 is less than MAX_EDIT_BYTES=1048576/,
  )
})

test('a weak metrics token is refused, and a message never shows it', () => {
  const problems = (token: string): string[] => {
    try {
      readConfig({ METRICS_TOKEN: token })
      return []
    } catch (error) {
      return error instanceof ConfigError ? error.problems : [String(error)]
    }
  }
  expect(problems('hunter2')).toEqual([expect.stringMatching(/^METRICS_TOKEN is too weak/)])
  expect(problems('hunter2').join()).not.toContain('hunter2')
  expect(problems('two words that are long enough')).toHaveLength(1)
  expect(problems('0123456789abcdef')).toEqual([])
})
