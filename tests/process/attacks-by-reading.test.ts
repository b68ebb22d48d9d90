/** S9: readers who do not read, and readers who all come at once, hold up nobody else. */
import { CardId, cardRoom, REFUSALS, type RoomId } from '@briefboard/protocol'
import { openBlindReader, openClient, readMetrics, type SyncClient } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ATTEMPTS, HONEST, memory, openArena, textOf, type Arena } from './attack-scene.ts'
import { BOARD, type World } from './world.ts'

const MIB = 1024 * 1024
const STORM_GAP_MS = 250

let arena: Arena
let world: World
beforeAll(async () => {
  // They stand for as many people, who would each have a budget of their own (S12).
  arena = await openArena({ MAX_WORK_PER_PERSON: '0' })
  world = arena.world
})
afterAll(() => arena.close())

test('S9: a reader that stops reading is sent away with 4513, and what it misses is not kept for it', () =>
  arena.underAttack(async ({ attacker, victim, room }) => {
    const behind = async () => (await readMetrics(world.server.url))('briefboard_resyncs_total', 'reason="behind"')
    const before = await behind()
    const rssBefore = await memory(world, 'VmRSS')
    attacker.socket.pause()
    const writer = openClient({ url: world.server.url, room, token: world.tokens.owner })
    await writer.synced()
    const note = writer.doc.getMap<string>('note')
    for (let sent = 0; sent < 40 && (await behind()) === before; sent++) {
      note.set('long', String.fromCharCode(97 + (sent % 26)).repeat(700_000))
      await writer.saved.whenSaved()
    }
    expect(await behind()).toBe(before + 1)
    attacker.socket.resume()
    expect(await attacker.closed).toBe(REFUSALS.behind.close)
    expect((await memory(world, 'VmRSS')) - rssBefore).toBeLessThan(300 * MIB)
    expect(textOf(victim.doc).toString()).toContain(HONEST)
    writer.close()
  }, 150))

test(
  'S9: 150 clients who open a document of 20 MB at once hold up neither its editor nor anybody else by 250 ms',
  { timeout: 180_000 },
  async () => {
    const { url } = world.server
    const room = cardRoom(BOARD, CardId.parse('storm'))
    const editor = openClient({ url, room, token: world.tokens.editor })
    await editor.synced()
    for (let part = 0; part < 25; part++) {
      editor.doc.getArray<string>('long').push(['long '.repeat(160_000)])
      await editor.saved.whenSaved()
    }
    let storm = await askAtOnce(editor, room)
    for (let attempt = 1; storm.gapMs > STORM_GAP_MS && attempt < ATTEMPTS; attempt++)
      storm = await askAtOnce(editor, room)
    editor.close()
    const peak = await memory(world, 'VmHWM')
    const { gapMs, slowestSaveMs, isComplete } = storm
    console.log(
      `storm: longest gap ${gapMs.toFixed(0)} ms, slowest save ${slowestSaveMs.toFixed(0)} ms, peak ${(peak / MIB).toFixed(0)} MiB`,
    )
    expect(isComplete, 'everybody has the document').toBe(true)
    expect(gapMs).toBeLessThanOrEqual(STORM_GAP_MS)
    expect(peak).toBeLessThan(1024 * MIB)
  },
)

interface Storm {
  gapMs: number
  slowestSaveMs: number
  isComplete: boolean
}

/** 150 readers ask for the whole document while its editor writes on, until they all have it. */
async function askAtOnce(editor: SyncClient, room: RoomId): Promise<Storm> {
  await arena.pulse.longestGapMs()
  const open = () => openBlindReader(world.server.url, room, world.tokens.editor)
  const readers = await Promise.all(Array.from({ length: 150 }, open))
  const hasAll = (): boolean => readers.every((reader) => reader.received() > 20_000_000)
  const began = performance.now()
  let slowestSaveMs = 0
  while (!hasAll() && performance.now() - began < 40_000) {
    const before = performance.now()
    textOf(editor.doc).insert(0, '.')
    await editor.saved.whenSaved()
    slowestSaveMs = Math.max(slowestSaveMs, performance.now() - before)
  }
  const gapMs = await arena.pulse.longestGapMs()
  const isComplete = hasAll()
  for (const reader of readers) reader.close()
  return { gapMs, slowestSaveMs, isComplete }
}
