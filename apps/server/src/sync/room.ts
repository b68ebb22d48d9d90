/**
 * One open document on this node. What is appended to the log comes back from the log, in order, and only then is it
 * told to the others and confirmed to its author (S2): the document here never holds what is not durable.
 */
import { admit, documentOf, readHistory, type History, type Ledger } from '@briefboard/library'
import {
  joinUpdates,
  Refusal,
  splitUpdate,
  type Room as RoomName,
  type RoomId,
  type SavedLevel,
  type Scan,
} from '@briefboard/protocol'
import type { Entry, Epoch, Loaded, Position, Store, Subscription } from '@briefboard/store'
import * as Y from 'yjs'
import type { Metrics } from '../metrics.ts'
import { Audience, type Told } from './audience.ts'
import type { Connection } from './connection.ts'
import { FirstSync } from './first-sync.ts'
import { encodeStep2, encodeUpdate } from './frames.ts'
import { Gate } from './gate.ts'
import { Presence } from './presence.ts'
import type { PresenceRelay } from './presence-relay.ts'

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
  /** Something was stored. */
  onChange: (room: Room) => void
  /** Something in this room went wrong that is nobody's doing; the room goes on. (S16) */
  onFault: (error: unknown) => void
}

/** An edit of a connection of this node on its way into the log and back. */
interface Submission {
  scan: Scan
  from: Connection
  edit: number
  at: number
  /** Edits that said the same while this one was on its way. */
  repeats: { from: Connection; edit: number }[]
}

/** A document above this goes out in pieces. */
const PIECE_BYTES = 256 * 1024
/** What is stored is applied to the document here when somebody looks at it, and by then at the latest. */
const MOST_UNAPPLIED = 500

export class Room {
  readonly id: RoomId
  readonly name: RoomName
  readonly epoch: Epoch
  readonly audience = new Audience()
  readonly presence: Presence
  /** Some of what was stored could not be read. */
  readonly isDamaged: boolean
  readonly #options: RoomOptions
  readonly #doc: Y.Doc
  readonly #ledger: Ledger
  readonly #gate: Gate
  readonly #firstSync: FirstSync
  /** By position, when it is known. */
  readonly #submissions = new Map<Position, Submission>()
  readonly #onTheWay = new Set<Submission>()
  #onTheWayBytes = 0
  #latest: Submission | null = null
  #told: Position
  #bytes: number
  #snapshotAt: Position
  #unapplied: Scan[] = []
  #waiting: Entry[] = []
  #subscription: Subscription | null = null
  #closed: Error | null = null

  /** @throws RoomMissing, StoreUnavailable */
  static async open(options: RoomOptions): Promise<Room> {
    const { store, id } = options
    const loaded = await store.log.load(id)
    const history = await readHistory(loaded)
    tellOfDamage(options, loaded, history)
    const room = new Room(options, loaded, history, await documentOf(history))
    room.#subscription = await store.log.subscribe(
      id,
      loaded.position,
      (entry) => room.#take(entry),
      (why) => room.#lose(why),
    )
    return room
  }

  private constructor(options: RoomOptions, loaded: Loaded, history: History, doc: Y.Doc) {
    const { id, name, relay, store } = options
    this.#options = options
    this.id = id
    this.name = name
    this.epoch = loaded.epoch
    this.isDamaged = loaded.damage.length > 0
    this.#told = loaded.position
    this.#snapshotAt = loaded.snapshot?.position ?? 0
    this.#bytes = history.pieces.reduce((sum, piece) => sum + piece.byteLength, 0)
    this.#doc = doc
    this.#ledger = history.ledger
    this.#gate = new Gate(
      history.ledger,
      () => this.doc,
      (client) => this.presence.personOf(client),
    )
    this.#firstSync = new FirstSync(async () => (await readHistory(await store.log.load(id))).pieces)
    this.presence = new Presence({
      tell: (frame) => this.audience.tellFrame(frame),
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

  /** How many entries lie behind the newest snapshot that is known here. */
  get uncompacted(): number {
    return this.#told - this.#snapshotAt
  }

  /** Everything up to here has been told. */
  get position(): Position {
    return this.#told
  }

  get isIdle(): boolean {
    return this.#onTheWay.size === 0 && this.#waiting.length === 0
  }

  /** What is durable, for reading only. */
  get doc(): Y.Doc {
    if (this.#unapplied.length > 0) this.#apply()
    return this.#doc
  }

  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.doc)
  }

  /** A frame with all that a client with this state vector lacks, or where to get the frames if it is much. (S9) */
  since(stateVector: Uint8Array): Uint8Array | (() => Promise<readonly Uint8Array[]>) {
    if (isEmpty(stateVector) && this.#bytes > PIECE_BYTES) return () => this.#firstSync.frames()
    const rest = Y.encodeStateAsUpdate(this.doc, stateVector)
    if (rest.byteLength <= PIECE_BYTES) return encodeStep2(rest)
    return async () => {
      const pieces = splitUpdate(rest, PIECE_BYTES)
      return pieces.map((piece, at) => (at < pieces.length - 1 ? encodeUpdate(piece) : encodeStep2(piece)))
    }
  }

  /** Whether an update would change nothing. */
  holds(update: Uint8Array): boolean {
    return this.#gate.judge(update, '').kind === 'known'
  }

  /**
   * Judges an update and sends it to the log. True if it is on its way: `from.stored(edit)` follows. False if it was
   * stored already. @throws Refusal malformed, gap, not-yours, document-full, store-away
   */
  submit(update: Uint8Array, from: Connection, edit: number): boolean {
    if (this.#closed !== null) throw new Refusal('store-away')
    const verdict = this.#gate.judge(update, from.person.id)
    switch (verdict.kind) {
      case 'refuse':
        throw new Refusal(verdict.code)
      case 'known':
        return this.#repeat(from, edit)
      case 'accept':
        if (this.#bytes + this.#onTheWayBytes + update.byteLength > this.#options.documentBytes) throw new Refusal('document-full')
        this.#append({ scan: verdict.scan, from, edit, at: performance.now(), repeats: [] })
        return true
      default:
        return verdict satisfies never
    }
  }

  /** Known may mean "on its way": then it is as safe as the last that is. */
  #repeat(from: Connection, edit: number): boolean {
    if (this.#latest === null || !this.#onTheWay.has(this.#latest)) return false
    this.#latest.repeats.push({ from, edit })
    return true
  }

  #append(submission: Submission): void {
    const { scan, from, at } = submission
    this.#gate.passed(scan, from.person.id)
    this.audience.writes(from)
    this.#onTheWay.add(submission)
    this.#onTheWayBytes += scan.update.byteLength
    this.#latest = submission
    this.#options.store.log.append(this.id, this.epoch, scan.update, from.person.id).then(
      (position) => {
        this.#options.metrics.appended(1, (performance.now() - at) / 1000)
        this.#appended(submission, position)
      },
      (error: unknown) => this.#lose(error instanceof Error ? error : new Error(String(error))),
    )
  }

  /** It has a position now. As a rule the log tells it after this, but another line may have been faster. */
  #appended(submission: Submission, position: Position): void {
    if (position > this.#told) return void this.#submissions.set(position, submission)
    this.#confirm(submission)
    submission.from.answer()
  }

  /** An entry of the log, from here or from another node. Those of one turn of the event loop are told together. */
  #take(entry: Entry): void {
    this.#waiting.push(entry)
    if (this.#waiting.length === 1) setImmediate(() => this.#tell())
  }

  #tell(): void {
    if (this.#closed !== null) return
    const entries = this.#waiting
    this.#waiting = []
    const told: Told[] = []
    const done: Submission[] = []
    for (const entry of entries) {
      const submission = this.#submissions.get(entry.position)
      this.#submissions.delete(entry.position)
      const scan = this.#admit(entry, submission)
      if (scan !== null) told.push({ scan, from: submission?.from ?? null })
      if (scan !== null && submission !== undefined) done.push(submission)
      this.#told = entry.position
    }
    if (told.length > 0) this.#firstSync.told(this.audience.tell(told))
    this.#keep(told)
    for (const submission of done) this.#confirm(submission)
    for (const from of new Set(done.map((submission) => submission.from))) from.answer()
    this.#options.onChange(this)
  }

  /**
   * An entry counts or not by what stands before it in the log, the same on every node (S4). One that was right when it
   * was accepted here can lose only to another node's, by moments, over a client id that nobody had used before.
   */
  #admit(entry: Entry, submission: Submission | undefined): Scan | null {
    const result = admit(this.#ledger, entry, submission?.scan)
    if (typeof result !== 'string') {
      this.#gate.stored(result, entry.author)
      return result
    }
    if (submission !== undefined) {
      this.#arrived(submission)
      submission.from.refusedLater(submission.edit, result)
      submission.from.answer()
    }
    this.#gate.reset(
      this.#ledger,
      [...this.#onTheWay].map(({ scan, from }) => ({ scan, author: from.person.id })),
    )
    return null
  }

  #arrived(submission: Submission): void {
    this.#onTheWay.delete(submission)
    this.#onTheWayBytes -= submission.scan.update.byteLength
  }

  #confirm(submission: Submission): void {
    this.#arrived(submission)
    submission.from.stored(submission.edit)
    for (const { from, edit } of submission.repeats) {
      from.stored(edit)
      from.answer()
    }
    if (this.#onTheWay.size === 0) this.#gate.settled()
  }

  #keep(told: readonly Told[]): void {
    for (const { scan } of told) {
      this.#unapplied.push(scan)
      this.#bytes += scan.update.byteLength
    }
    if (this.#unapplied.length > MOST_UNAPPLIED) this.#apply()
  }

  #apply(): void {
    const updates = joinUpdates(this.#unapplied)
    this.#unapplied = []
    this.#doc.transact(() => {
      for (const update of updates) this.#applyOne(update)
    })
  }

  #applyOne(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.#doc, update)
    } catch (cause) {
      this.#options.onFault(new Error(`An update of ${this.id} cannot be applied; it was left out here.`, { cause }))
    }
  }

  /** A compaction has ended: from here on the log is new again. */
  compacted(position: Position, bytes: number): void {
    this.#snapshotAt = position
    this.#bytes = bytes
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
    this.#firstSync.drop()
    this.presence.close()
    this.#doc.destroy()
  }
}

/** What could not be read is told to the operator, once each time that the room is opened. (S6, S16) */
function tellOfDamage({ id, metrics, onFault }: RoomOptions, { damage }: Loaded, { leftOut }: History): void {
  const unread = leftOut.filter(({ why }) => why !== 'not-yours')
  const found = [
    ...damage.map(({ reason }) => reason),
    ...unread.map(({ position, why }) => `Entry ${position}: ${why}.`),
  ]
  if (found.length === 0) return
  metrics.damaged(found.length)
  const words = `Parts of ${id} could not be read and were left out; \`briefboard doctor\` tells more.`
  onFault(new Error(`${words} ${found.slice(0, 10).join(' ')}`))
}

/** Zero clients: y-protocols' state vector of an empty document. */
const isEmpty = (stateVector: Uint8Array): boolean => stateVector.byteLength === 1 && stateVector[0] === 0
