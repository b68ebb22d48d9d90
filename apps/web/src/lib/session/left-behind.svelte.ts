/**
 * Edits that another page of this person left on the device when it was closed: each of those documents is opened once
 * more, sent and closed again, a few at a time, whether or not anybody looks at it. (S5)
 */
import { boardRoom, parseRoom, talkRoom, type BoardId, type RoomId } from '@briefboard/protocol'
import { Device } from '#lib/device/device.ts'
import { unsavedCopies } from '#lib/device/unsaved-copies.ts'
import type { Recoveries } from '#lib/recovery/recoveries.svelte.ts'
import { RoomSession } from './room.svelte.ts'

/** Each is a connection; the server allows a person so many. */
const AT_ONCE = 3
/** Another page may be closed at any time, and nothing tells. */
const LOOK_EVERY_MS = 15_000

interface Opening {
  board: BoardId
  person: string
  server: string
  recoveries: Recoveries
}

export class LeftBehind {
  readonly #opening: Opening
  /** Not that of the page: what it marks as its own is not to be taken for what the page has open. */
  readonly #device: Device
  readonly #timer: ReturnType<typeof setInterval> | undefined
  /** Until the device has answered, nobody knows. */
  #isKnown = $state(false)
  #rooms = $state.raw<readonly RoomId[]>([])
  #isLooking = false
  #isClosed = false

  constructor(opening: Opening) {
    this.#opening = opening
    this.#device = new Device(opening.person)
    addEventListener('online', this.#look)
    // Where the browser does not say which pages are open, all that any of them is sending would look left behind.
    if ('locks' in navigator) this.#timer = setInterval(this.#look, LOOK_EVERY_MS)
    void this.#look()
  }

  get isKnown(): boolean {
    return this.#isKnown
  }

  /** What waits, is under way, or was not taken and is being put aside. */
  get rooms(): readonly RoomId[] {
    return this.#rooms
  }

  readonly #look = async (): Promise<void> => {
    if (this.#isLooking || this.#isClosed) return
    this.#isLooking = true
    try {
      this.#rooms = await this.#leftBehind()
      this.#isKnown = true
      const queue = this.#rooms.values()
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.#sendEach(queue)))
    } finally {
      this.#isLooking = false
    }
  }

  async #leftBehind(): Promise<RoomId[]> {
    const { board } = this.#opening
    // The page takes over what was left in these two when it opens them.
    const opening = this.#isKnown ? [] : [boardRoom(board), talkRoom(board)]
    // A browser that keeps nothing has nothing left behind either.
    const copies = await unsavedCopies(this.#device).catch(() => [])
    return copies.flatMap(({ room, isOpen }) =>
      parseRoom(room)?.board === board && !isOpen && !opening.includes(room) ? [room] : [],
    )
  }

  /** Several go through one queue, each taking the next. */
  async #sendEach(queue: Iterator<RoomId>): Promise<void> {
    for (let next = queue.next(); next.done !== true && !this.#isClosed; next = queue.next()) {
      const room = next.value
      await this.#send(room)
      this.#rooms = this.#rooms.filter((one) => one !== room)
    }
  }

  async #send(room: RoomId): Promise<void> {
    const { server, recoveries } = this.#opening
    const session = new RoomSession({ room, server, device: this.#device, recoveries })
    await session.whenSettled()
    // Nobody sees it here; the board tells of what was kept.
    if (session.saved.kind === 'refused') await session.startAfresh('refused').catch(() => undefined)
    session.close()
  }

  /** Sends no more of what still waits; whoever opens the board next does. */
  close(): void {
    this.#isClosed = true
    removeEventListener('online', this.#look)
    clearInterval(this.#timer)
    this.#device.close()
  }
}
