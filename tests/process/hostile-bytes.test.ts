/** S3, S6: numbers that never end and values that nobody can read: refused in every frame, and left out where a store has them. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { boardRoom } from '@briefboard/protocol'
import {
  deepJsonBehindText,
  deletionsAsGiven,
  emptySection,
  frameOf,
  HOSTILE_NUMBERS,
  manyInner,
  manyItems,
  manyLists,
  manyValues,
  openClient,
  openRaw,
  ownPrototype,
  unreadableSignedNumber,
  until,
} from '@briefboard/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { HONEST, openArena, textOf, type Arena } from './attack-scene.ts'
import { ask, BOARD, openWorld, roomOf } from './world.ts'

const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
const run = promisify(execFile)

describe('S3: on the wire', () => {
  let arena: Arena
  // What one edit costs is looked at here, not how many somebody may send.
  beforeAll(async () => void (arena = await openArena({ MAX_WORK_PER_PERSON: '0' })))
  afterAll(() => arena.close())

  /** Every place in a frame where a number stands. */
  const carriers: readonly (readonly [name: string, carry: (number: Uint8Array) => Uint8Array])[] = [
    ['the type of a frame', (number) => frameOf(number)],
    ['a mark', (number) => frameOf(100, number)],
    ['the hash of a client that shows another text', (number) => frameOf(105, number)],
    ['the kind of a sync frame', (number) => frameOf(0, number, 1, 0)],
    ['the length of an update', (number) => frameOf(0, 2, number, 0)],
    ['the count of a state vector', (number) => sized(0, 0, frameOf(number, 1, 1))],
    ['the client of a state vector', (number) => sized(0, 0, frameOf(1, number, 1))],
    ['the clock of a state vector', (number) => sized(0, 0, frameOf(1, 1, number))],
    ['the count of presence', (number) => sized(1, null, frameOf(number, 1, 1, 2, Uint8Array.of(0x7b, 0x7d)))],
    ['the client of presence', (number) => sized(1, null, frameOf(1, number, 1, 2, Uint8Array.of(0x7b, 0x7d)))],
    ['the clock of presence', (number) => sized(1, null, frameOf(1, 4711, number, 2, Uint8Array.of(0x7b, 0x7d)))],
    ['the clients of an update', (number) => sized(0, 2, frameOf(number, 1, 1, 0, 0, 1, 0))],
    ['the structs of an update', (number) => sized(0, 2, frameOf(1, number, 7, 0, 0, 1, 0))],
    ['the client of an update', (number) => sized(0, 2, frameOf(1, 1, number, 0, 0, 1, 0))],
    ['the clock of an update', (number) => sized(0, 2, frameOf(1, 1, 7, number, 0, 1, 0))],
    ['the length of garbage', (number) => sized(0, 2, frameOf(1, 1, 7, 0, 0, number, 0))],
    ['the length of a hole', (number) => sized(0, 2, frameOf(1, 1, 7, 0, 10, number, 0))],
    ['the deletions of an update', (number) => sized(0, 2, frameOf(0, number, 7, 1, 0, 1))],
    ['the clock of a deletion', (number) => sized(0, 2, frameOf(0, 1, 7, 1, number, 1))],
    ['the length of a deletion', (number) => sized(0, 2, frameOf(0, 1, 7, 1, 0, number))],
  ]

  test.each(HOSTILE_NUMBERS)('%s is refused wherever it stands, and nobody has to wait for it', (_name, number) =>
    arena.underAttack(async ({ attacker, room }) => {
      for (const [, carry] of carriers) attacker.send(carry(number))
      attacker.socket.ping()
      const later = await openRaw({ url: arena.world.server.url, room, token: arena.world.tokens.officer })
      expect(await later.mark(), 'the server answers others').toBe('saved')
      expect(await attacker.mark(), 'and the sender hears of it').toBe('malformed')
      later.close()
    }),
  )

  test.each([
    ['a signed number that Yjs cannot read', unreadableSignedNumber()],
    ['JSON that is deeper than its brackets say', deepJsonBehindText(5000)],
    ['an object that names its own prototype', ownPrototype()],
    ['a section without structs, far ahead', emptySection(2 ** 30)],
  ])('%s is refused as malformed', (_name, update) =>
    arena.underAttack((scene) => arena.expectRefused(scene, update, 'malformed')),
  )

  test.each([
    ['90,000 letters, each an item of its own', manyItems(90_000)],
    ['400,000 lists in one value', manyLists(400_000)],
    ['400,000 values in one shared list', manyValues(400_000)],
    ['400,000 values in one list of a value', manyInner(400_000, 'list')],
    ['60,000 keys in one object of a value', manyInner(60_000, 'object')],
  ])('S12: %s are refused as too large before they cost anything', (_name, update) =>
    arena.underAttack((scene) => arena.expectRefused(scene, update, 'too-large')),
  )

  test(
    'S12: 30,000 deletions in one edit are done in parts, and others are served in between',
    () =>
      arena.underAttack(async ({ attacker, room }) => {
        const doc = new Y.Doc()
        doc.getText('long').insert(0, 'ab'.repeat(30_000))
        attacker.sendUpdate(Y.encodeStateAsUpdate(doc))
        expect(await attacker.mark()).toBe('saved')
        const everySecond = Array.from({ length: 30_000 }, (_, at) => ({ clock: 2 * at + 1, length: 1 }))
        attacker.sendUpdate(deletionsAsGiven(doc.clientID, everySecond))
        expect(await attacker.mark()).toBe('saved')
        const reader = openClient({ url: arena.world.server.url, room, token: arena.world.tokens.editor })
        await reader.synced()
        expect(reader.doc.getText('long').toString()).toBe('a'.repeat(30_000))
        reader.close()
      }, 150),
    180_000,
  )

  test('a frame that says it is longer than it is gets nothing of what lies behind it in memory', () =>
    arena.underAttack(async ({ attacker }) => {
      for (let length = 2; length < 4000; length += 97) attacker.send(frameOf(0, 2, length, 0, 0))
      expect(await attacker.mark()).toBe('malformed')
    }))

  function sized(type: number, kind: number | null, payload: Uint8Array): Uint8Array {
    return frameOf(type, ...(kind === null ? [] : [kind]), payload.byteLength, payload)
  }
})

test(
  'S6: a room with an entry that Yjs cannot read opens, says so, is listed, backed up, named by doctor, and repaired',
  { timeout: 120_000 },
  async () => {
    await using world = await openWorld()
    const room = roomOf('europe')
    const victim = openClient({ url: world.server.url, room, token: world.tokens.editor })
    await victim.synced()
    textOf(victim.doc).insert(0, HONEST)
    await victim.saved.whenSaved()
    victim.close()
    await world.server.kill('SIGTERM')
    // What an earlier version let into its logs.
    await world.withStore(async ({ log }) => {
      for (const broken of [room, boardRoom(BOARD)]) {
        const { epoch } = await log.load(broken)
        for (const update of [unreadableSignedNumber(), deepJsonBehindText(5000)])
          await log.append(broken, epoch, update, 'somebody')
      }
    })
    await world.restart()

    const { url } = world.server
    const page = await fetch(url, { headers: { authorization: `Bearer ${world.tokens.viewer}` } })
    expect(page.status).toBe(200)
    const board = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)
    expect(board.status).toBe(200)
    const again = openClient({ url, room, token: world.tokens.editor })
    await again.synced()
    expect(textOf(again.doc).toString()).toContain(HONEST)
    textOf(again.doc).insert(0, 'And on. ')
    await again.saved.whenSaved()
    await until('the page is told', () => again.saved.notices.has('damaged'))
    again.close()

    const env = { ...process.env, DATA_DIR: world.dataDir, REDIS_URL: '' }
    const told = await run(process.execPath, [COMMAND, 'doctor', '--json'], { env }).catch(
      (error: { stdout: string }) => error,
    )
    for (const broken of [room, boardRoom(BOARD)])
      expect(told.stdout, 'doctor').toMatch(new RegExp(`"entry-malformed","where":"${broken}"`))
    const mended = await run(process.execPath, [COMMAND, 'mend', room, '--yes'], { env })
    expect(mended.stdout).toContain('is left out (malformed)')
    const after = await run(process.execPath, [COMMAND, 'doctor', '--json'], { env }).catch(
      (error: { stdout: string }) => error,
    )
    expect(after.stdout).not.toContain(`"where":"${room}"`)
  },
)
