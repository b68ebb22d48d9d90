/** A room's document that is kept, and brought up to date from the log: only what is new is read into it. */
import { joinUpdates, memoryAdded, Refusal, type RoomId, type Scan } from '@briefboard/protocol'
import { RoomMissing, type Head, type Loaded, type Store } from '@briefboard/store'
import type * as Y from 'yjs'
import { SLOW_MS } from '../build-document.ts'
import { BuildSteps } from '../build-steps.ts'
import type { DocumentMemory } from '../document-memory.ts'
import { admit, heldDocumentOf, readHistory, type HeldDocument } from '../history.ts'
import type { Ledger } from '../ledger.ts'
import { turns } from '../turns.ts'

/** They are cut further where it takes long. */
const JOINED_BYTES = 64 * 1024

interface Kept extends HeldDocument {
  ledger: Ledger
  head: Head
}

export class KeptDocument {
  readonly #store: Store
  readonly #memory: DocumentMemory
  readonly #room: RoomId
  readonly #onNew: (doc: Y.Doc) => void
  #kept: Kept | null = null

  /** `onNew` gets the document whenever it is another one: at first, and when its history changed. */
  constructor(store: Store, memory: DocumentMemory, room: RoomId, onNew: (doc: Y.Doc) => void) {
    this.#store = store
    this.#memory = memory
    this.#room = room
    this.#onNew = onNew
  }

  /** Whether the log holds nothing else than what was read. */
  isAt(head: Head | undefined): boolean {
    return this.#kept?.head.position === head?.position && this.#kept?.head.epoch === head?.epoch
  }

  /** Reads what the log has beyond what is known. @throws Refusal no-such-room; StoreUnavailable */
  async update(): Promise<void> {
    const loaded = await this.#load()
    if (this.#kept !== null && buildsOn(loaded, this.#kept.head) && (await addTo(this.#kept, loaded))) return
    await this.#replace(loaded)
  }

  async #load(): Promise<Loaded> {
    try {
      return await this.#store.log.load(this.#room)
    } catch (error) {
      if (error instanceof RoomMissing) throw new Refusal('no-such-room', this.#room)
      throw error
    }
  }

  async #replace(loaded: Loaded): Promise<void> {
    const history = await readHistory(loaded)
    const { ledger } = history
    const held = await heldDocumentOf(history, this.#memory)
    this.close()
    this.#kept = { ...held, ledger, head: headOf(loaded) }
    this.#onNew(held.doc)
  }

  close(): void {
    this.#kept?.doc.destroy()
    this.#kept?.taken.release()
    this.#kept = null
  }
}

const headOf = ({ epoch, position }: Loaded): Head => ({ epoch, position })

/** Not if entries that were not read have gone into a snapshot since. */
const buildsOn = ({ epoch, snapshot }: Loaded, head: Head): boolean =>
  epoch === head.epoch && (snapshot?.position ?? 0) <= head.position

/** False if it fails, or takes too long in this order: then it is to be built anew, as the log has it. */
async function addTo(kept: Kept, loaded: Loaded): Promise<boolean> {
  const rest = turns()
  const scans: Scan[] = []
  for (const entry of loaded.entries) {
    if (entry.position <= kept.head.position) continue
    const admitted = admit(kept.ledger, entry)
    if (typeof admitted !== 'string') {
      scans.push(admitted.scan)
      kept.memory += memoryAdded(admitted.scan)
    }
    await rest()
  }
  kept.taken.resize(kept.memory)
  if (!(await applyInSteps(kept.doc, joinUpdates(scans, JOINED_BYTES)))) return false
  kept.head = headOf(loaded)
  return true
}

async function applyInSteps(doc: Y.Doc, updates: Iterable<Uint8Array>): Promise<boolean> {
  const steps = new BuildSteps(doc, updates)
  while (!steps.isDone) {
    if (steps.slice() !== null || steps.excessMs > SLOW_MS) return false
    await new Promise((resolve) => setImmediate(resolve))
  }
  return true
}
