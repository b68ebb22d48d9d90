/** A room's document that is kept, and brought up to date from the log: only what is new is read into it. */
import { joinUpdates, Refusal, splitUpdate, type RoomId, type Scan } from '@briefboard/protocol'
import { RoomMissing, type Head, type Loaded, type Store } from '@briefboard/store'
import * as Y from 'yjs'
import { admit, applyStored, readHistory } from '../history.ts'
import type { Ledger } from '../ledger.ts'
import { turns } from '../turns.ts'

/** A few milliseconds each. */
const STEP_BYTES = 16 * 1024

interface Kept {
  doc: Y.Doc
  ledger: Ledger
  head: Head
}

export class KeptDocument {
  readonly #store: Store
  readonly #room: RoomId
  readonly #onNew: (doc: Y.Doc) => void
  #kept: Kept | null = null

  /** `onNew` gets the document whenever it is another one: at first, and when its history changed. */
  constructor(store: Store, room: RoomId, onNew: (doc: Y.Doc) => void) {
    this.#store = store
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
    if (this.#kept !== null && buildsOn(loaded, this.#kept.head)) await addTo(this.#kept, loaded)
    else await this.#replace(loaded)
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
    const { ledger, pieces } = await readHistory(loaded)
    const doc = new Y.Doc()
    await applyInSteps(doc, pieces)
    this.#kept?.doc.destroy()
    this.#kept = { doc, ledger, head: headOf(loaded) }
    this.#onNew(doc)
  }

  close(): void {
    this.#kept?.doc.destroy()
    this.#kept = null
  }
}

const headOf = ({ epoch, position }: Loaded): Head => ({ epoch, position })

/** Not if entries that were not read have gone into a snapshot since. */
const buildsOn = ({ epoch, snapshot }: Loaded, head: Head): boolean =>
  epoch === head.epoch && (snapshot?.position ?? 0) <= head.position

async function addTo(kept: Kept, loaded: Loaded): Promise<void> {
  const rest = turns()
  const scans: Scan[] = []
  for (const entry of loaded.entries) {
    if (entry.position <= kept.head.position) continue
    const scan = admit(kept.ledger, entry)
    if (typeof scan !== 'string') scans.push(scan)
    await rest()
  }
  await applyInSteps(kept.doc, joinUpdates(scans, STEP_BYTES))
  kept.head = headOf(loaded)
}

async function applyInSteps(doc: Y.Doc, updates: Iterable<Uint8Array>): Promise<void> {
  const rest = turns()
  for (const update of updates) {
    for (const step of splitUpdate(update, STEP_BYTES)) {
      applyStored(doc, step)
      await rest()
    }
  }
}
