/** S3, S4, S10, S11: what somebody with bad intent may send to a running server, and what it must not do to anybody else. */
import { boardRoom, CHECK, encodeDiverged } from '@briefboard/protocol'
import {
  crowd,
  deepAny,
  deepJson,
  deepTypes,
  deletionsAsGiven,
  endlessV2,
  forgedGarbage,
  forgedText,
  longFormat,
  newSeed,
  openClient,
  openRaw,
  readMetrics,
  pendingUpdate,
  seededRandom,
  tangledText,
  until,
} from '@briefboard/testkit'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { HONEST, openArena, textOf, type Arena } from './attack-scene.ts'
import { ask, BOARD, type World } from './world.ts'

const MIB = 1024 * 1024

let arena: Arena
let world: World
beforeAll(async () => {
  arena = await openArena()
  world = arena.world
})
afterAll(() => arena.close())

test('S4: garbage-collected structs over what the victim is about to write are refused', () =>
  arena.underAttack(async (scene) => {
    const { doc } = scene.victim
    await arena.expectRefused(
      scene,
      forgedGarbage(doc.clientID, Y.getState(doc.store, doc.clientID), 1000),
      'not-yours',
    )
  }))

test('S4: text under the victim’s client id is refused', () =>
  arena.underAttack(async (scene) => {
    const { doc } = scene.victim
    await arena.expectRefused(scene, forgedText(doc, doc.clientID, 'text', 'Words put into a mouth. '), 'not-yours')
    expect(textOf(doc).toString()).not.toContain('Words put into a mouth')
  }))

test('S4: text under the client id of somebody who is here and has not written yet is refused', () =>
  arena.underAttack(async (scene) => {
    const newcomer = openClient({ url: world.server.url, room: scene.room, token: world.tokens.editor })
    await newcomer.synced()
    newcomer.provider.awareness.setLocalState({})
    const seen = () => scene.victim.provider.awareness.getStates().has(newcomer.doc.clientID)
    await until('the newcomer is seen', seen)
    await arena.expectRefused(scene, forgedText(new Y.Doc(), newcomer.doc.clientID, 'text', 'Not by me. '), 'not-yours')
    newcomer.close()
  }))

test('S15: a document full of marks of format is hashed without a pause', () =>
  arena.underAttack(async ({ attacker }) => {
    const hashed = attacker.next((type) => (type === CHECK ? true : null))
    attacker.sendUpdate(longFormat(700_000, 4000))
    expect(await attacker.mark()).toBe('saved')
    expect(await hashed).toBe(true)
  }))

test('S3: an edit of 100 KB that waits for one which never comes is not kept', () =>
  arena.underAttack(async ({ attacker, room }) => {
    const before = await arena.refusals('gap')
    attacker.sendUpdate(pendingUpdate(100_000))
    const asked = attacker.next((type, decoder) => (type === 0 && decoder.arr[decoder.pos] === 0 ? true : null))
    expect(await asked, 'the server asks for what is missing').toBe(true)
    expect(await arena.refusals('gap')).toBe(before + 1)
    const fresh = await openRaw({ url: world.server.url, room, token: world.tokens.editor })
    fresh.send(Uint8Array.of(0, 0, 1, 0))
    await until('the document has come', () => fresh.frames.some(([type, kind]) => type === 0 && kind === 1))
    expect(Math.max(...fresh.frames.map(({ length }) => length))).toBeLessThan(10_000)
    fresh.close()
  }))

test.each([
  ['a v2 payload of 27 bytes that never ends', endlessV2()],
  ['a plain value of 50,000 lists in lists', deepAny(50_000)],
  ['JSON of 50,000 lists in lists', deepJson(50_000)],
  ['4,000 shared maps in one another', deepTypes(4000)],
  ['a letter between the end of a text and its beginning', tangledText()],
])('S3: %s is refused as malformed', (_what, update) =>
  arena.underAttack((scene) => arena.expectRefused(scene, update, 'malformed')),
)

test('S3: deletions in disorder reach nobody: a stock client that must keep them for later would delete other characters', () =>
  arena.underAttack(async ({ attacker, room }) => {
    const doc = new Y.Doc()
    doc.getText('other').insert(0, 'x'.repeat(60))
    attacker.sendUpdate(Y.encodeStateAsUpdate(doc))
    expect(await attacker.mark()).toBe('saved')
    const watching = await openRaw({ url: world.server.url, room, token: world.tokens.editor })
    const ranges = [30, 10, 10, 20].map((clock) => ({ clock, length: 5 }))
    attacker.sendUpdate(deletionsAsGiven(doc.clientID, ranges))
    await attacker.mark()
    const later = openClient({ url: world.server.url, room, token: world.tokens.editor })
    await later.synced()
    textOf(later.doc).insert(0, 'Told after it. ')
    await later.saved.whenSaved()
    await until('what came after it was told', () => watching.frames.some((frame) => has(frame, 'Told after it')))
    expect(watching.frames.filter((frame) => hasDisorder(frame))).toEqual([])
    later.close()
    watching.close()
  }))

test('S11: presence of 200,000 clients in one frame is told to nobody', () =>
  arena.underAttack(async ({ attacker, victim }) => {
    attacker.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarUint8Array(encoder, crowd(200_000))
      }),
    )
    await attacker.mark()
    victim.provider.awareness.setLocalState({ card: 'still seen' })
    expect(victim.provider.awareness.getStates().size).toBeLessThan(5)
  }))

test('S3, S12: truncated, oversized and random frames are refused by name, and the connection stays for what is good', () =>
  arena.underAttack(async (scene) => {
    const { attacker, room } = scene
    const random = seededRandom(newSeed())
    const good = forgedText(new Y.Doc(), new Y.Doc().clientID, 'other', 'Good words. ')
    for (let length = 0; length < good.length; length++) attacker.sendUpdate(good.subarray(0, length))
    for (let size = 0; size < 100; size++) attacker.send(randomBytes(random, size))
    expect(await attacker.mark()).toBe('malformed')
    const tooLarge = await arena.refusals('too-large')
    attacker.sendUpdate(new Uint8Array(2 * MIB))
    await attacker.mark()
    expect(await arena.refusals('too-large')).toBe(tooLarge + 1)
    const another = await openRaw({ url: world.server.url, room, token: world.tokens.officer })
    another.sendUpdate(good)
    expect(await another.mark()).toBe('saved')
    another.send(new Uint8Array(5 * MIB))
    // 1006 where the reset of the line overtakes the word.
    expect([1009, 1006]).toContain(await another.closed)
  }))

test('S10: a reviewer’s session writes nothing into board/…', () =>
  arena.underAttack(async () => {
    const { url } = world.server
    const reviewer = await openRaw({ url, room: boardRoom(BOARD), token: world.tokens.reviewer })
    const before = await arena.refusals('read-only')
    reviewer.sendUpdate(forgedText(new Y.Doc(), new Y.Doc().clientID, 'title', 'Taken over'))
    expect(await reviewer.mark()).toBe('read-only')
    expect(await arena.refusals('read-only')).toBe(before + 1)
    const board = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}`)
    expect(await board.text()).not.toContain('Taken over')
    reviewer.close()
  }))

test('S10: a removed member who goes on typing is cut off within a second, and nothing of it is stored', () =>
  arena.underAttack(async ({ victim, room }) => {
    const asOwner = (path: string, method: string, body: object) =>
      ask(world, world.tokens.owner, path, { method, body: JSON.stringify(body) })
    const invited = await asOwner('/api/people', 'POST', { name: 'Leaver', role: 'editor' })
    // The contract of the API, which other tests check.
    const { person, token } = (await invited.json()) as { person: { id: string }; token: string }
    const leaver = await openRaw({ url: world.server.url, room, token })
    await asOwner(`/api/people/${person.id}`, 'DELETE', {})
    const removed = performance.now()
    const typing = setInterval(() => leaver.sendUpdate(forgedText(new Y.Doc(), new Y.Doc().clientID, 'text', 'x')), 10)
    const code = await leaver.closed
    clearInterval(typing)
    expect([4401, 4403]).toContain(code)
    expect(performance.now() - removed).toBeLessThan(1000)
    const again = await openRaw({ url: world.server.url, room, token })
    expect([4401, 4403]).toContain(await again.closed)
    expect(textOf(victim.doc).toString()).toContain(HONEST)
  }))

test('S15: one who says again and again that it shows something else is counted once', () =>
  arena.underAttack(async ({ room }) => {
    const before = await readMetrics(world.server.url)
    const noisy = await openRaw({ url: world.server.url, room, token: world.tokens.editor })
    for (let again = 0; again < 50; again++) noisy.send(encodeDiverged(`hash ${again}`))
    expect(await noisy.mark()).toBe('saved')
    const after = await readMetrics(world.server.url)
    expect(after('briefboard_divergences_total') - before('briefboard_divergences_total')).toBe(1)
    noisy.close()
  }))

test('S10: a page of another origin opens no socket, whatever token it has', () =>
  arena.underAttack(async ({ room }) => {
    const headers = { origin: 'https://elsewhere.example' }
    const opened = openRaw({ url: world.server.url, room, token: world.tokens.owner, headers })
    await expect(opened).rejects.toThrow('403')
  }))

const has = (frame: Uint8Array, words: string): boolean => Buffer.from(frame).includes(words)

/** Whether a frame is an update whose deletions are not in order and apart. */
function hasDisorder(frame: Uint8Array): boolean {
  const decoder = decoding.createDecoder(frame)
  if (decoding.readVarUint(decoder) !== 0 || decoding.readVarUint(decoder) === 0) return false
  const { ds } = Y.decodeUpdate(decoding.readVarUint8Array(decoder))
  return [...ds.clients.values()].some((ranges) =>
    ranges.some(({ clock }, index) => {
      const before = ranges[index - 1]
      return before !== undefined && clock < before.clock + before.len
    }),
  )
}

const randomBytes = (random: () => number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, () => Math.floor(random() * 256))
