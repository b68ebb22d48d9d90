/**
 * Brings a card of schema 1 over: its room gets a new history in which its assessment is a text and says the same, by the
 * same people. Done once, where the room is opened; whoever reads before sees the same words. (S8, decision 0032)
 */
import { broughtOverSteps, hasOldAssessment, ROOTS } from '@briefboard/board'
import { scanUpdate, splitUpdate, type RoomId } from '@briefboard/protocol'
import type { Loaded, Store } from '@briefboard/store'
import type { DocumentMemory } from './document-memory.ts'
import { documentOf, memoryOfHistory, PIECE_BYTES, readHistory, type History } from './history.ts'
import { Ledger } from './ledger.ts'
import { encodeState } from './state.ts'
import { inTurns, turns } from './turns.ts'

/**
 * `not-old`: there is nothing to do; `brought-over`: load it again; `moved`: another was faster, or somebody has written
 * meanwhile, so load it again and look again; `damaged`: what cannot be read may still be mended, so it stays as it is.
 */
export type BroughtOver = 'not-old' | 'brought-over' | 'moved' | 'damaged'

/** @throws StoreUnavailable; Refusal documents-busy; DocumentTooHeavy; Error if it would not say the same */
export async function bringOver(
  { log }: Pick<Store, 'log'>,
  room: RoomId,
  { loaded, history, memory }: { loaded: Loaded; history: History; memory: DocumentMemory },
): Promise<BroughtOver> {
  if (!(await namesOldRoot(history))) return 'not-old'
  if (isDamaged(loaded, history)) return 'damaged'
  const state = await stateAnew(history, memory)
  if (state === 'not-old' || state === 'damaged') return state
  const { epoch, position } = loaded
  return (await log.replace(room, state, { epoch, position })) === null ? 'moved' : 'brought-over'
}

/** The same for a room that nobody has loaded yet, until nobody is faster. */
export async function bringOverRoom(
  store: Pick<Store, 'log'>,
  room: RoomId,
  memory: DocumentMemory,
): Promise<BroughtOver> {
  for (;;) {
    const loaded = await store.log.load(room)
    const done = await bringOver(store, room, { loaded, history: await readHistory(loaded), memory })
    if (done !== 'moved') return done
  }
}

/** Whether any struct lies in the root of the old form: a look at the bytes, where building the document would cost much more. */
async function namesOldRoot({ pieces }: History): Promise<boolean> {
  const rest = turns()
  for (const piece of pieces) {
    if (scanUpdate(piece).sections.some(({ structs }) => structs.some(isInOldRoot))) return true
    await rest()
  }
  return false
}

/** Of a sequence: the tree of an assessment, and no key of a map of that name. */
export const isInOldRoot = ({ root, key }: { root: string | null; key: string | null }): boolean =>
  root === ROOTS.oldAssessment && key === null

const isDamaged = ({ damage }: Loaded, { leftOut }: History): boolean =>
  damage.length > 0 || leftOut.some(({ why }) => why !== 'not-yours')

async function stateAnew(history: History, memory: DocumentMemory): Promise<Uint8Array | 'not-old' | 'damaged'> {
  const taken = await memory.take(await memoryOfHistory(history))
  let isWhole = true
  const doc = await documentOf(history, () => (isWhole = false)).catch((error: unknown) => {
    taken.release()
    throw error
  })
  try {
    if (!hasOldAssessment(doc)) return 'not-old'
    if (!isWhole) return 'damaged'
    const { clocks, owners } = history.ledger
    const personOf = (client: number): string => owners.get(client) ?? ''
    const { update, made } = await inTurns(broughtOverSteps(doc, personOf))
    const pieces = splitUpdate(update, PIECE_BYTES)
    const ledger = new Ledger(
      [...clocks, ...endsIn(pieces, made)],
      [...owners, ...[...made].map(([fresh, client]): [number, string] => [fresh, personOf(client)])],
    )
    return encodeState({ ledger, pieces })
  } finally {
    doc.destroy()
    taken.release()
  }
}

function endsIn(pieces: readonly Uint8Array[], made: ReadonlyMap<number, number>): [number, number][] {
  const ends = new Map<number, number>()
  for (const piece of pieces) {
    for (const { client, end } of scanUpdate(piece).sections) if (made.has(client)) ends.set(client, end)
  }
  return [...ends]
}
