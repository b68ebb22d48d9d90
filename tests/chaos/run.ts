/** One seeded run: people write in a few rooms while things go wrong, and in the end every promise must be kept. */
import { BoardId, CardId, cardRoom, contentHash, type RoomId } from '@briefboard/protocol'
import { between, openClient, openLink, pickFrom, until, type Link, type Random } from '@briefboard/testkit'
import type * as Y from 'yjs'
import { openLedger, type Ledger } from './ledger.ts'
import { bring, lookIntoStore, planTroubles, type Scene, type Trouble } from './trouble.ts'
import type { ChaosWorld } from './world.ts'
import { startWriter, type Writer } from './writer.ts'

const BOARD = BoardId.parse('isil-2016-2018')
const SETTLE_MS = 30_000

export interface RunReport {
  troubles: Trouble[]
  edits: number
  saved: number
  /** Rooms that were compacted at least once. */
  compacted: number
  /** In words, each promise that was not kept; empty for a good run. */
  broken: string[]
  /** The hashes of the documents in the end, to be compared after everything was started again. */
  hashes: Map<RoomId, string>
}

/** `random` is the seed's, and `name` makes rooms of the run's own. */
export async function run(world: ChaosWorld, name: string, random: Random): Promise<RunReport> {
  const troubles = planTroubles(random, world.redis !== null)
  const ledger = openLedger()
  const { writers, links } = await startWriters(world, name, random, ledger)
  const rooms = [...new Set(writers.map(({ room }) => room))]
  const scene: Scene = { world, rooms, ledger, random, links }
  const broken: string[] = []
  let hashes = new Map<RoomId, string>()
  let compacted = 0
  try {
    for (const trouble of troubles) {
      await someMoreIsSaved(ledger, between(random, 5, 60))
      broken.push(...(await bring(trouble, scene)))
    }
    await someMoreIsSaved(ledger, 10)
    await within(SETTLE_MS, 'everybody shows "saved"', Promise.all(writers.map((writer) => writer.finish())))
    broken.push(...(await lookIntoStore(scene)))
    hashes = await agree(world, writers, rooms, random)
    compacted = await world.countCompacted(rooms)
  } catch (error) {
    broken.push(error instanceof Error ? error.message : String(error), ...writers.map(({ state }) => state()))
  } finally {
    for (const writer of writers) writer.close()
    await Promise.all(links.map((link) => link.close()))
  }
  const { tried, saved } = ledger.counts()
  return {
    troubles,
    edits: tried,
    saved,
    compacted,
    broken: [...broken, ...ledger.wrongs(), ...world.faults()],
    hashes,
  }
}

/** One room with somebody alone in it, whose edits nobody else can bring back; one or two that are shared. */
async function startWriters(
  world: ChaosWorld,
  name: string,
  random: Random,
  ledger: Ledger,
): Promise<{ writers: Writer[]; links: Link[] }> {
  const sizes = [1, ...Array.from({ length: between(random, 1, 2) }, () => between(random, 2, 4))]
  const rooms = sizes.flatMap((size, index) =>
    Array.from({ length: size }, () => cardRoom(BOARD, CardId.parse(`${name}-${index}`))),
  )
  // As behind a load balancer: any node that is up.
  const balance = (): string => {
    const up = world.nodes.filter(({ isUp }) => isUp)
    return pickFrom(random, up.length > 0 ? up : world.nodes).url
  }
  const links = await Promise.all(rooms.map(() => openLink(balance)))
  const tokens = rooms.map(() => pickFrom(random, world.tokens))
  const writers = rooms.map((room, number) => {
    const [url, token] = [links[number]?.url ?? '', tokens[number] ?? '']
    return startWriter({ number, room, url, token, random, ledger })
  })
  return { writers, links }
}

async function someMoreIsSaved(ledger: Ledger, count: number): Promise<void> {
  const before = ledger.counts().saved
  await until(`${count} more edits are saved`, () => ledger.counts().saved >= before + count, SETTLE_MS)
}

/** All who were in a room, one who comes anew, and the store itself have the same text. */
async function agree(
  world: ChaosWorld,
  writers: readonly Writer[],
  rooms: readonly RoomId[],
  random: Random,
): Promise<Map<RoomId, string>> {
  const hashes = new Map<RoomId, string>()
  for (const room of rooms) {
    const cold = await world.readCold(room)
    const { url } = pickFrom(random, world.nodes)
    const fresh = openClient({ url, room, token: pickFrom(random, world.tokens) })
    await fresh.synced()
    const docs: Y.Doc[] = [fresh.doc, ...writers.filter((writer) => writer.room === room).map(({ doc }) => doc)]
    const expected = contentHash(cold)
    await until(`all have one text in ${room}`, () => docs.every((doc) => contentHash(doc) === expected), SETTLE_MS)
    hashes.set(room, expected)
    fresh.close()
    cold.destroy()
  }
  return hashes
}

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`Waited ${ms} ms in vain until ${what}.`)), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
