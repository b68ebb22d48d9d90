/** News from the server over Socket.IO: hints that something changed. Loaded and connected when first needed. */
import type { CardNews, ClientEvents, ServerEvents } from '@briefboard/protocol'
import { getContext, setContext } from 'svelte'
import { SvelteSet } from 'svelte/reactivity'
import type { Socket } from 'socket.io-client'

type News = Socket<ServerEvents, ClientEvents>
type Listener<Name extends keyof ServerEvents> = ServerEvents[Name]

export class Live {
  #socket: Promise<News> | null = null
  #closed = false
  readonly #watched = new SvelteSet<string>()

  /** Calls `listener` at each such event until the answer is called. */
  on<Name extends keyof ServerEvents>(name: Name, listener: Listener<Name>): () => void {
    let off = (): void => undefined
    let left = false
    void this.#connect().then((socket) => {
      if (left) return
      // The socket's own type for a listener is this one, spelled with reserved events besides.
      socket.on(name, listener as never)
      off = () => void socket.off(name, listener as never)
    })
    return () => {
      left = true
      off()
    }
  }

  /** From now on, and again after each reconnection, hear of this board. */
  watch(board: string): () => void {
    this.#watched.add(board)
    void this.#connect().then((socket) => {
      if (socket.connected && this.#watched.has(board)) socket.emit('board:watch', board, () => undefined)
    })
    return () => {
      this.#watched.delete(board)
      void this.#socket?.then((socket) => socket.emit('board:leave', board))
    }
  }

  /** Tells the others what was done to a card here. */
  tell(kind: Parameters<ClientEvents['card:tell']>[0], { board, card, title }: Omit<CardNews, 'by'>): void {
    void this.#connect().then((socket) => socket.emit('card:tell', kind, board, card, title))
  }

  close(): void {
    this.#closed = true
    void this.#socket?.then((socket) => socket.disconnect())
  }

  #connect(): Promise<News> {
    this.#socket ??= this.#open()
    return this.#socket
  }

  async #open(): Promise<News> {
    const { io } = await import('socket.io-client')
    const socket: News = io({ path: '/socket.io', transports: ['websocket'] })
    if (this.#closed) socket.disconnect()
    socket.on('connect', () => {
      for (const board of this.#watched) socket.emit('board:watch', board, () => undefined)
    })
    return socket
  }
}

const KEY = Symbol('live')

export const setLive = (): Live => setContext(KEY, new Live())
export const getLive = (): Live => getContext<Live>(KEY)
