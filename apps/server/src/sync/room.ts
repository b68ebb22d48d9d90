/**
 * One open document on this node. What is appended to the log comes back from the log, in order, and only then is it
 * told to the others and confirmed to its author (S2): the document here never holds what is not durable.
 */
import { admit, readHistory, type History, type Ledger } from '@briefboard/library'
import { Refusal, type Room as RoomName, type RoomId, type SavedLevel, type Scan } from '@briefboard/protocol'
import type { Entry, Epoch, Loaded, Position, Store, Subscription } from '@briefboard/store'
import type { Metrics } from '../metrics.ts'
import { Audience, type Told } from './audience.ts'
import { Company } from './company.ts'
import type { Connection } from './connection.ts'
import { Gate } from './gate.ts'
import { Gathering } from './gathering.ts'
import { OnTheWay, type Submission } from './on-the-way.ts'
import { Presence } from './presence.ts'
import type { PresenceRelay } from './presence-relay.ts'
import { StoredDocument } from './stored-document.ts'
import { tellOfDamage } from './tell-of-damage.ts'

export interface RoomOptions {
  store: Store
  relay: PresenceRelay
  metrics: Metrics
  id: RoomId
  name: RoomName
  /** An edit that would make the document larger than this is refused. (S12) */
  documentBytes: number
  /** Called once, when the room can no longer be trusted: the store is away, or the history is another. */
  onLost: (room: Room, why: Error) => void
  /** Something was stored; `isOwn`: by a connection of this node. */
  onChange: (room: Room, isOwn: boolean) => void
  /** Something in this room went wrong that is nobody's doing; the room goes on. (S16) */
  onFault: (error: unknown) => void
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What became of an update. */
export interface Submitted {
  /** `from.stored(edit)` follows. If not, and there is nothing to submit again, all of it was stored before. */
  isOnItsWay: boolean
  /** Some of it can be judged only then: submit it again. */
  again: Promise<void> | null
}

export class Room {
  readonly id: RoomId
  readonly name: RoomName
  readonly epoch: Epoch
  readonly audience = new Audience()
  readonly presence: Presence
  readonly stored: StoredDocument
  /** Some of what was stored could not be read. */
  readonly isDamaged: boolean
  readonly #options: RoomOptions
  readonly #ledger: Ledger
  readonly #gate: Gate
  readonly #onTheWay = new OnTheWay()
  readonly #gathering = new Gathering({
    onTheWay: this.#onTheWay,
    append: (submission) => this.#append(submission),
    onFault: (error) => this.#lose(error),
  })
  /** From the log, to be told in a moment. */
  readonly #company = new Company((entries) => this.#tell(entries))
  #told: Position
  #snapshotAt: Position
  #subscription: Subscription | null = null
  #closed: Error | null = null

  /** @throws RoomMissing, StoreUnavailable */
  static async open(options: RoomOptions): Promise<Room> {
    const { store, id } = options
    const loaded = await store.log.load(id)
    const history = await readHistory(loaded)
    tellOfDamage(options, loaded, history)
    const room = new Room(options, loaded, history)
    room.#subscription = await store.log.subscribe(
      id,
      loaded.position,
      (entry) => room.#company.add(entry),
      (why) => room.#lose(why),
    )
    return room
  }

  private constructor(options: RoomOptions, loaded: Loaded, { ledger, pieces }: History) {
    const { id, name, relay, store, onFault } = options
    this.#options = options
    this.id = id
    this.name = name
    this.epoch = loaded.epoch
    this.isDamaged = loaded.damage.length > 0
    this.#told = loaded.position
    this.#snapshotAt = loaded.snapshot?.position ?? 0
    this.#ledger = ledger
    this.stored = new StoredDocument({ id, log: store.log, pieces, clocks: ledger.clocks, onFault })
    this.#gate = new Gate(
      ledger,
      () => this.stored.doc,
      (client) => this.presence.personOf(client),
    )
    this.presence = new Presence({
      tell: (frame) => {
        options.metrics.presenceFrames(this.audience.size)
        this.audience.tellFrame(frame)
      },
      join: (onMessage) => relay.join(id, onMessage),
      // A millisecond for each who listens: a frame for all of them costs about half of that.
      tellEveryMs: () => Math.max(100, this.audience.size),
    })
  }

  get level(): SavedLevel {
    return this.#options.store.durability
  }

  get isClosed(): boolean {
    return this.#closed !== null
  }

  /** Everything up to here has been told. */
  get position(): Position {
    return this.#told
  }

  /** How many entries lie behind the newest snapshot that is known here. */
  get uncompacted(): number {
    return this.#told - this.#snapshotAt
  }

  /** Nothing is on its way in or out. */
  get isIdle(): boolean {
    return this.#onTheWay.isEmpty && this.#company.isEmpty
  }

  /** Whether an update would change nothing. */
  holds(update: Uint8Array): boolean {
    return this.#gate.judge(update, '').kind === 'known'
  }

  /**
   * Judges an update and sends it to the log.
   * @throws Refusal malformed, gap, not-yours, document-full, store-away
   */
  submit(update: Uint8Array, from: Connection, edit: number): Submitted {
    if (this.#closed !== null) throw new Refusal('store-away')
    const verdict = this.#gate.judge(update, from.person.id)
    switch (verdict.kind) {
      case 'refuse':
        throw new Refusal(verdict.code)
      case 'later':
        return { isOnItsWay: false, again: verdict.isSoon ? nextTurn() : this.#onTheWay.through() }
      case 'known':
        return { isOnItsWay: this.#onTheWay.repeat(from, edit), again: null }
      case 'accept':
        if (this.stored.bytes + this.#onTheWay.bytes + update.byteLength > this.#options.documentBytes)
          throw new Refusal('document-full')
        this.#gate.pass(verdict, from.person.id)
        this.audience.writes(from)
        this.#gathering.add(verdict.scan, from, edit)
        return { isOnItsWay: true, again: verdict.isWhole ? null : this.#onTheWay.through() }
      default:
        return verdict satisfies never
    }
  }

  #append(submission: Submission): void {
    const { scan, from, at } = submission
    this.#options.store.log.append(this.id, this.epoch, scan.update, from.person.id).then(
      (position) => {
        this.#options.metrics.appended(1, (performance.now() - at) / 1000)
        this.#appended(submission, position)
      },
      (error: unknown) => this.#lose(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** It has a position now. As a rule the log tells it after this; a feed may have been faster than the answer. */
  #appended(submission: Submission, position: Position): void {
    if (position > this.#told) return this.#onTheWay.place(submission, position)
    this.#arrived(submission, position)
    submission.from.answer()
  }

  /** Entries of the log, from here or from another node: those that come together are told together. Gives how many structs. */
  #tell(entries: readonly Entry[]): number {
    if (this.#closed !== null) return 0
    const told: Told[] = []
    const answered = new Set<Connection>()
    for (const entry of entries) {
      const submission = this.#onTheWay.placedAt(entry.position)
      const scan = this.#admit(entry, submission)
      if (submission !== undefined) answered.add(submission.from)
      if (scan !== null) told.push({ scan, from: submission?.from ?? null })
      this.#told = entry.position
    }
    // Who wrote may be told of the others' edits and of "saved" in one write.
    for (const connection of answered) connection.hold()
    if (told.length > 0) {
      this.stored.add(
        told.map(({ scan }) => scan),
        this.audience.tell(told),
      )
    }
    for (const connection of answered) {
      connection.answer()
      connection.release()
    }
    this.#options.onChange(this, answered.size > 0)
    return structsIn(told)
  }

  /**
   * An entry counts or not by what stands before it in the log, the same on every node (S4). One that was right when it
   * was accepted here can lose only to another node's, by moments, over a client id that nobody had used before.
   */
  #admit(entry: Entry, submission: Submission | undefined): Scan | null {
    const result = admit(this.#ledger, entry, submission?.scan)
    if (typeof result !== 'string') {
      this.#gate.take(result, entry.author)
      if (submission !== undefined) this.#arrived(submission, entry.position)
      return result
    }
    if (submission !== undefined) {
      submission.from.refusedLater(submission.edit, result)
      this.#onTheWay.arrived(submission, entry.position)
    }
    this.#gate.reset(this.#onTheWay.authored())
    return null
  }

  #arrived(submission: Submission, position: Position): void {
    submission.from.stored(submission.edit)
    this.#onTheWay.arrived(submission, position)
    if (this.#onTheWay.isEmpty) this.#gate.settled()
  }

  /** A compaction has ended, here (then `bytes` is the size of its snapshot) or elsewhere: the log is new again. */
  compacted(position: Position, bytes: number | null): void {
    this.#snapshotAt = position
    if (bytes !== null) this.stored.compacted(bytes)
  }

  /** A client that has all that we have shows something else. It loads the document anew; we tell the operator. (S15) */
  diverged(hash: string): void {
    this.#options.metrics.diverged()
    this.#options.metrics.resync('diverged')
    this.#options.onFault(new Error(`A client of ${this.id} shows another text (${hash}) than the server holds.`))
  }

  #lose(why: Error): void {
    if (this.#closed !== null) return
    this.#closed = why
    this.#options.onLost(this, why)
  }

  close(): void {
    this.#closed ??= new Error('closed')
    this.#subscription?.close()
    this.presence.close()
    this.stored.close()
  }
}

function structsIn(told: readonly Told[]): number {
  return told.reduce((sum, { scan }) => scan.sections.reduce((count, { structs }) => count + structs.length, sum), 0)
}
