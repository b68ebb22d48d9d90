/** Where attacks take place: a running server, a victim and an attacker in one room, and a neighbour in another who notices every pause. */
import { readFile } from 'node:fs/promises'
import { CardId, cardRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import {
  openClient,
  openRaw,
  putAhead,
  readMetrics,
  startPulse,
  type Pulse,
  type RawClient,
  type SyncClient,
} from '@briefboard/testkit'
import { expect } from 'vitest'
import type * as Y from 'yjs'
import { BOARD, openWorld, type World } from './world.ts'

const MOST_GAP_MS = 50
/** Other programs on this machine may hold up a server too; what an attack does, it does every time. */
export const ATTEMPTS = 6
export const HONEST = 'The victim wrote this. '

/** A victim who has written, and an attacker who may write in the same room, and speaks only in bytes. */
export interface Scene {
  room: RoomId
  victim: SyncClient
  attacker: RawClient
}

export interface Arena {
  world: World
  pulse: Pulse
  /** The attack does no harm to anybody else, and nobody has to wait for its sake. */
  underAttack(attack: (scene: Scene) => Promise<void>, mostGapMs?: number): Promise<void>
  /** Sends an update and expects it to be refused by this name, and counted. */
  expectRefused(scene: Scene, update: Uint8Array, reason: string): Promise<void>
  /** How often the server has refused something by this name. */
  refusals(reason: string): Promise<number>
  close(): Promise<void>
}

export const textOf = (doc: Y.Doc): Y.Text => doc.getText('text')

/** `more` are settings of the server. */
export async function openArena(more: Readonly<Record<string, string>> = {}): Promise<Arena> {
  const world = await openWorld(more)
  const { url, pid } = world.server
  putAhead(pid)
  const pulse = await startPulse({ server: world.server, room: talkRoom(BOARD), token: world.tokens.viewer })
  const refusals = async (reason: string): Promise<number> =>
    (await readMetrics(url))('briefboard_refused_total', `reason="${reason}"`)
  let scenes = 0
  return {
    world,
    pulse,
    refusals,
    async underAttack(attack, mostGapMs = MOST_GAP_MS) {
      for (let attempt = 1; ; attempt++) {
        const scene = await openScene(world, cardRoom(BOARD, CardId.parse(`attack-${scenes++}`)))
        await pulse.longestGapMs()
        await attack(scene)
        const gapMs = await pulse.longestGapMs()
        await expectUnharmed(world, scene)
        if (gapMs > mostGapMs && attempt < ATTEMPTS) continue
        expect(gapMs, 'the longest time without an answer to a neighbour').toBeLessThanOrEqual(mostGapMs)
        return
      }
    },
    async expectRefused({ attacker }, update, reason) {
      const before = await refusals(reason)
      attacker.sendUpdate(update)
      expect(await attacker.mark()).toBe(reason)
      expect(await refusals(reason)).toBe(before + 1)
    },
    async close() {
      await pulse.stop()
      await world[Symbol.asyncDispose]()
    },
  }
}

async function openScene({ server, tokens }: World, room: RoomId): Promise<Scene> {
  const victim = openClient({ url: server.url, room, token: tokens.editor })
  await victim.synced()
  textOf(victim.doc).insert(0, HONEST)
  await victim.saved.whenSaved()
  return { room, victim, attacker: await openRaw({ url: server.url, room, token: tokens.officer }) }
}

/** The victim's words are there, it can write on, and one who comes anew reads all of it. */
async function expectUnharmed({ server, tokens }: World, { room, victim, attacker }: Scene): Promise<void> {
  textOf(victim.doc).insert(0, 'And this. ')
  await victim.saved.whenSaved()
  const fresh = openClient({ url: server.url, room, token: tokens.editor })
  await fresh.synced()
  expect(textOf(fresh.doc).toString()).toBe(textOf(victim.doc).toString())
  expect(textOf(fresh.doc).toString()).toContain('And this. ')
  expect(textOf(fresh.doc).toString()).toContain(HONEST)
  for (const client of [victim, fresh, attacker]) client.close()
}

/** Of the server's process, in bytes: VmRSS is now, VmHWM the most that it ever was. */
export async function memory({ server }: World, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, 'utf8')
  return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024
}
