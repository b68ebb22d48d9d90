/**
 * A document's update in pieces that can be built in a short time. Yjs writes higher client ids first; but what was put
 * at one place by people who did not know of each other may take quadratic time in one order and none in another. Each
 * entry of a log was judged in the log's order, so if Yjs' order is slow, the pieces follow that one. (S7, S12)
 */
import { scanUpdate, splitUpdate, takeOut, takeOutEach, type Scan, type Struct, type Taken } from '@briefboard/protocol'
import { buildDocument, DocumentTooSlow } from './build-document.ts'
import { turns } from './turns.ts'

const PIECE_BYTES = 256 * 1024
const MOST_IN_A_GROUP = 10_000

/** A snapshot that takes so much longer to build than such bytes do as a rule is not written. */
const MOST_EXCESS_MS = 1000

/** `asLogged` are the updates from which the document was built. @throws Error in words if no quick order is found */
export async function quickOrder(update: Uint8Array, asLogged: () => Iterable<Uint8Array>): Promise<Uint8Array[]> {
  const usual = splitUpdate(update, PIECE_BYTES)
  if (await isQuick(usual)) return usual
  const logged = await inOrderOf(scanUpdate(update), asLogged())
  if (await isQuick(logged)) return logged
  throw new Error('In whatever order it is written, to read it takes too long: docs/runbook.md, Crowded documents.')
}

async function isQuick(pieces: readonly Uint8Array[]): Promise<boolean> {
  const rest = turns()
  const building = buildDocument(pieces, { mostExcessMs: MOST_EXCESS_MS })
  try {
    for (;;) {
      const { done, value } = building.next()
      if (done === true) {
        value.doc.destroy()
        return true
      }
      await rest()
    }
  } catch (error) {
    if (error instanceof DocumentTooSlow) return false
    throw error
  }
}

/** A struct comes where the first of its characters was written: by then all was there that it hangs on. */
async function inOrderOf(scan: Scan, updates: Iterable<Uint8Array>): Promise<Uint8Array[]> {
  const rest = turns()
  const tracks = new Map(scan.sections.map(({ client, structs }) => [client, { structs, next: 0 }]))
  const groups: Group[] = []
  for (const update of updates) {
    const taken = scanUpdate(update).sections.flatMap(({ client, end }) => takeUpTo(end, client, tracks.get(client)))
    const last = groups.at(-1)
    if (last !== undefined && goesOn(last, taken)) for (const one of taken) last.taken.push(one)
    else groups.push({ taken, lowest: Infinity })
    const group = groups.at(-1)
    if (group !== undefined) for (const { client } of taken) group.lowest = Math.min(group.lowest, client)
    await rest()
  }
  const filled = groups.flatMap(({ taken }) => (taken.length > 0 ? [taken] : []))
  const pieces = takeOutEach(scan, filled).flatMap((piece) => splitUpdate(piece, PIECE_BYTES))
  return scan.deleted.length === 0 ? pieces : [...pieces, takeOut(scan, [], scan.deleted)]
}

interface Track {
  structs: readonly Struct[]
  next: number
}

function takeUpTo(clock: number, client: number, track: Track | undefined): Taken[] {
  const taken: Taken[] = []
  for (let struct = track?.structs[track.next]; track && struct; struct = track.structs[++track.next]) {
    if (struct.clock >= clock) break
    taken.push({ struct, client, keep: 'all' })
  }
  return taken
}

/** What is told together. */
interface Group {
  taken: Taken[]
  /** Of its client ids. */
  lowest: number
}

/** Whether Yjs places it in this order too when it is told together: higher client ids first. */
function goesOn({ taken, lowest }: Group, next: readonly Taken[]): boolean {
  return taken.length < MOST_IN_A_GROUP && next.every(({ client }, at) => client <= (next[at - 1]?.client ?? lowest))
}
