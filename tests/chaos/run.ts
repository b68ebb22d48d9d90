/** One seeded run: people write in a few rooms while things go wrong, and in the end every promise must be kept. */
import { BoardId, CardId, cardRoom, type RoomId } from '@briefboard/protocol'
import { between, openClient, openLink, pickFrom, until, type Random } from '@briefboard/testkit'
import type * as Y from 'yjs'
import { openLedger, type Ledger } from './ledger.ts'
import { bring, lookIntoStore, planTroubles, type Scene, type Trouble } from './trouble.ts'
import type { ChaosWorld } from './world.ts'
import { startWriter, textOf, type Writer } from './writer.ts'

const BOARD = BoardId.parse('isil-2016-2018')
const SETTLE_MS = 30_000

export interface RunReport {
  troubles: Trouble[]
  edits: number
  saved: number
  /** In words, each promise that was not kept; empty for a good run. */
  broken: string[]
  /** The texts in the end, for a look at them after everything was started again. */
  texts: Map<RoomId, string>
}

/** `random` is the seed's, and `name` makes rooms of the run's own. */
export async function run(world: ChaosWorld, name: string, random: Random): Promise<RunReport> {
  const troubles = planTroubles(random, world.redis !== null)
  const ledger = openLedger()
  const writers = await startWriters(world, name, random, ledger)
  const rooms = [...new Set(writers.map(({ room }) => room))]
  const scene: Scene = { world, rooms, ledger, random, links: writers.map(({ link }) => link) }
  const broken: string[] = []
  let texts = new Map<RoomId, string>()
  try {
    for (const trouble of troubles) {
      await someMoreIsSaved(ledger, between(random, 5, 60))
      broken.push(...(await bring(trouble, scene)))
    }
    await someMoreIsSaved(ledger, 10)
    await within(SETTLE_MS, 'everybody shows "saved"', Promise.all(writers.map((writer) => writer.finish())))
    broken.push(...(await lookIntoStore(scene)))
    texts = await agree(world, writers, rooms, random)
  } catch (error) {
    broken.push(error instanceof Error ? error.message : String(error), ...writers.map(({ state }) => state()))
  } finally {
    for (const writer of writers) writer.close()
    await Promise.all(writers.map(({ link }) => link.close()))
  }
  const { tried, saved } = ledger.counts()
  return { troubles, edits: tried, saved, broken: [...broken, ...world.faults()], texts }
}

/** One room with somebody alone in it, whose edits nobody else can bring back; one or two that are shared. */
async function startWriters(world: ChaosWorld, name: string, random: Random, ledger: Ledger): Promise<Writer[]> {
  const sizes = [1, ...Array.from({ length: between(random, 1, 2) }, () => between(random, 2, 4))]
  const places = sizes.flatMap((size, index) =>
    Array.from({ length: size }, () => cardRoom(BOARD, CardId.parse(`${name}-${index}`))),
  )
  return Promise.all(
    places.map(async (room, number) => {
      // As behind a load balancer: any node that is up.
      const link = await openLink(() => {
        const up = world.nodes.filter(({ isUp }) => isUp)
        return pickFrom(random, up.length > 0 ? up : world.nodes).url
      })
      const token = pickFrom(random, world.tokens)
      return startWriter({ number, room, token, link, random, ledger })
    }),
  )
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
  const texts = new Map<RoomId, string>()
  for (const room of rooms) {
    const cold = await world.readCold(room)
    const { url } = pickFrom(random, world.nodes)
    const fresh = openClient({ url, room, token: pickFrom(random, world.tokens) })
    await fresh.synced()
    const docs: Y.Doc[] = [fresh.doc, ...writers.filter((writer) => writer.room === room).map(({ doc }) => doc)]
    const expected = contentOf(cold)
    await until(`all have one text in ${room}`, () => docs.every((doc) => contentOf(doc) === expected), SETTLE_MS)
    texts.set(room, expected)
    fresh.close()
    cold.destroy()
  }
  return texts
}

export const contentOf = (doc: Y.Doc): string => textOf(doc).toString()

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`Waited ${ms} ms in vain until ${what}.`)), ms)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
