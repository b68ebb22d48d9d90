/** What goes wrong in a run, drawn from its seed: kills, each followed by a look into the cold store, and bad lines. */
import { setTimeout as pause } from 'node:timers/promises'
import { Refusal, type RoomId } from '@briefboard/protocol'
import { between, pickFrom, type Link, type Random, until } from '@briefboard/testkit'
import type { Ledger } from './ledger.ts'
import { COMPACT_AT, type ChaosWorld } from './world.ts'
import { textOf } from './writer.ts'

export const TROUBLES = ['node', 'compaction', 'redis', 'both', 'cut', 'delay', 'silence', 'abandon'] as const
export type Trouble = (typeof TROUBLES)[number]
export const KILLS: readonly Trouble[] = ['node', 'compaction', 'redis', 'both']

export interface Scene {
  world: ChaosWorld
  links: readonly Link[]
  rooms: readonly RoomId[]
  ledger: Ledger
  random: Random
}

/** A few in a row, at least one of them a kill. */
export function planTroubles(random: Random, hasRedis: boolean): Trouble[] {
  const possible = TROUBLES.filter((trouble) => hasRedis || (trouble !== 'redis' && trouble !== 'both'))
  const kills = possible.filter((trouble) => KILLS.includes(trouble))
  const others = Array.from({ length: between(random, 1, 3) }, () => pickFrom(random, possible))
  others.splice(between(random, 0, others.length), 0, pickFrom(random, kills))
  return others
}

/** Resolves when it is over and mended. Gives the promises that the store was found to have broken. */
export async function bring(trouble: Trouble, scene: Scene): Promise<string[]> {
  switch (trouble) {
    case 'node':
      return killNodes(scene, [pickFrom(scene.random, scene.world.nodes)])
    case 'compaction':
      await compactionIsDue(scene)
      return killNodes(scene, scene.world.nodes)
    case 'redis':
      return killRedis(scene)
    case 'both':
      await Promise.all(scene.world.nodes.map((node) => node.kill()))
      return killRedis(scene)
    case 'cut':
    case 'delay':
    case 'silence':
    case 'abandon':
      await disturb(trouble, scene)
      return []
    default:
      return trouble satisfies never
  }
}

/** While they are down only the store can know what was saved, so that is when it is asked. */
async function killNodes(
  { world, links, rooms, ledger, random }: Scene,
  nodes: ChaosWorld['nodes'],
): Promise<string[]> {
  const held = random() < 0.5
  await Promise.all(nodes.map((node) => node.kill()))
  if (held) for (const link of links) link.block()
  const broken = await lookIntoStore({ world, rooms, ledger })
  await Promise.all(nodes.map((node) => node.start()))
  if (held) for (const link of links) link.heal()
  return broken
}

async function killRedis({ world, links, rooms, ledger }: Scene): Promise<string[]> {
  await world.redis?.kill()
  // Nobody may bring back what Redis has lost before it was looked for.
  for (const link of links) link.block()
  const promised = ledger.promised()
  await world.redis?.start()
  const broken = await lookIntoStore({ world, rooms, ledger }, promised)
  await Promise.all(world.nodes.map((node) => node.start()))
  for (const link of links) link.heal()
  return broken
}

/** Everything that is shown as saved is in the store at every moment. (S2, S5) */
export async function lookIntoStore(
  { world, rooms, ledger }: Pick<Scene, 'world' | 'rooms' | 'ledger'>,
  promised = ledger.promised(),
): Promise<string[]> {
  const broken = await Promise.all(
    rooms.map(async (room) => {
      return ledger.broken(room, await storedText(world, room), promised)
    }),
  )
  return broken.flat()
}

/** A document that nobody had come to open yet holds nothing; whatever was promised of it is lost then. */
async function storedText(world: ChaosWorld, room: RoomId): Promise<string> {
  try {
    const doc = await world.readCold(room)
    const text = textOf(doc).toString()
    doc.destroy()
    return text
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no-such-room') return ''
    throw error
  }
}

async function disturb(trouble: 'cut' | 'delay' | 'silence' | 'abandon', { links, random }: Scene): Promise<void> {
  const chosen = links.filter(() => random() < 0.6)
  for (const link of chosen) {
    if (trouble === 'delay') link.delay(between(random, 5, 150))
    else link[trouble]()
  }
  await pause(between(random, 50, 400))
  for (const link of chosen) {
    // Half of the silenced lines never speak again, as when a router was restarted.
    if (trouble === 'silence' && random() < 0.5) link.cut()
    link.heal()
  }
}

async function compactionIsDue({ ledger, random }: Scene): Promise<void> {
  const before = ledger.counts().saved
  await until('enough is saved for a compaction', () => ledger.counts().saved > before + COMPACT_AT, 10_000)
  await pause(between(random, 0, 12))
}
