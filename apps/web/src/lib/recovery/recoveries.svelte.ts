/** The kept texts of one board, as the pages show them; other tabs of this browser hear of every change. */
import type { BoardId } from '@briefboard/protocol'
import type { Device } from '#lib/device/device.ts'
import { dropRecovery, listRecoveries, putRecovery, type KeptText, type Recovery } from './recovery.ts'

export class Recoveries {
  readonly #device: Device
  readonly #board: BoardId
  readonly #tabs = new BroadcastChannel('briefboard-recoveries')
  #list = $state.raw<Recovery[]>([])
  #isRead = $state(false)

  constructor(device: Device, board: BoardId) {
    this.#device = device
    this.#board = board
    this.#tabs.onmessage = () => void this.#read()
    void this.#read()
  }

  /** Newest first. */
  get list(): Recovery[] {
    return this.#list
  }

  /** The device has been asked what it keeps. */
  get isRead(): boolean {
    return this.#isRead
  }

  /** Gives its id when it is on disk. @throws DOMException where the browser has no room for it */
  async keep(text: KeptText): Promise<string> {
    const { id } = await putRecovery(this.#device, text, new Date())
    await this.changed()
    return id
  }

  async discard(id: string): Promise<void> {
    await dropRecovery(this.#device, id)
    await this.changed()
  }

  /** Tells the other tabs too. */
  async changed(): Promise<void> {
    this.#tabs.postMessage('changed')
    await this.#read()
  }

  async #read(): Promise<void> {
    // A browser that keeps nothing has nothing to show; the board says so where it matters.
    this.#list = await listRecoveries(this.#device, this.#board).catch(() => [])
    this.#isRead = true
  }

  close(): void {
    this.#tabs.close()
  }
}
