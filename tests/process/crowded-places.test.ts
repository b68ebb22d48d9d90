/** S12: however many items somebody puts at one place, others write, and the document is read in ordinary time. */
import { CardId, cardRoom } from '@briefboard/protocol'
import { chainOf, crowdOf, handMade, openClient, openRaw, pileOf, readMetrics, until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openArena, textOf, type Arena } from './attack-scene.ts'
import { ask, BOARD, openWorld, roomOf, type World } from './world.ts'

const UNHURRIED = { MAX_WORK_PER_PERSON: '0', MAX_UPDATES_PER_SECOND: '0' }
const MOST_GAP_MS = 150

let arena: Arena
beforeAll(async () => void (arena = await openArena(UNHURRIED)))
afterAll(() => arena.close())

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

test(
  'S12: nineteen thousand client ids with a letter each at one place hold up nobody',
  () =>
    arena.underAttack(async ({ room, attacker }) => {
      for (const update of times(8, (at) => crowdOf('x', 5000 + at * 2400, 2400))) attacker.sendUpdate(update)
      expect(await attacker.mark()).toBe('document-full')
      const reader = openClient({ url: arena.world.server.url, room, token: arena.world.tokens.owner })
      await reader.synced()
      reader.close()
    }, MOST_GAP_MS),
  180_000,
)

test.each([
  ['each of another client', () => crowdOf('x', 5000, 1000)],
  ['each before the one before', () => pileOf('x', 5000, 0, 1000)],
])(
  'S12: nor do a thousand among sixty thousand, %s',
  (_, thousand) =>
    arena.underAttack(async ({ attacker }) => {
      for (let clock = 0; clock < 60_000; clock += 1000) attacker.sendUpdate(chainOf('x', 7, clock, 1000))
      expect(await attacker.mark()).toBe('saved')
      attacker.sendUpdate(thousand())
      expect(await attacker.mark()).toBe('document-full')
    }, MOST_GAP_MS),
  180_000,
)

test('S12: words written offline are taken, three hundred items among three thousand of others', async () => {
  const { server, tokens } = arena.world
  const room = cardRoom(BOARD, CardId.parse('offline'))
  const others = await openRaw({ url: server.url, room, token: tokens.officer })
  for (const client of [11, 12, 13]) others.sendUpdate(chainOf('x', client, 0, 1000))
  expect(await others.mark()).toBe('saved')
  const offline = await openRaw({ url: server.url, room, token: tokens.editor })
  offline.sendUpdate(pileOf('x', 20, 0, 300))
  expect(await offline.mark()).toBe('saved')
  for (const each of [others, offline]) each.close()
})

test('S7, S12: a board whose snapshot would be slow in the usual order is compacted, and read after a restart', async () => {
  const world: World = await openWorld({ ...UNHURRIED, COMPACT_AFTER_ENTRIES: '20' })
  try {
    const [size, room] = [8000, roomOf('financing')]
    const attacker = await openRaw({ url: world.server.url, room, token: world.tokens.editor })
    for (let clock = 0; clock < size; clock += 500) attacker.sendUpdate(pileOf('x', 2, clock, 500))
    expect(await attacker.mark()).toBe('saved')
    for (let clock = 0; clock < size; clock += 500) attacker.sendUpdate(chainOf('x', 1, clock, 500))
    attacker.sendUpdate(handMade('x', { client: 3, clock: 0, items: [{ left: [1, size - 1] }] }))
    expect(await attacker.mark()).toBe('saved')
    await until(
      'the room is compacted',
      async () => (await readMetrics(world.server.url))('briefboard_compactions_total', 'ok') > 0,
      60_000,
    )
    attacker.close()
    await world.server.kill('SIGKILL')
    await world.restart()
    const began = performance.now()
    expect((await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)).status).toBe(200)
    expect(performance.now() - began).toBeLessThan(3000)
    const writer = openClient({ url: world.server.url, room, token: world.tokens.officer })
    await writer.synced()
    textOf(writer.doc).insert(0, 'Honest. ')
    await writer.saved.whenSaved()
    expect(writer.doc.getArray('x').length).toBe(2 * size + 1)
    writer.close()
  } finally {
    await world[Symbol.asyncDispose]()
  }
}, 120_000)
