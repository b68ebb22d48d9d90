/** Socket.IO: hints about what changed, to those who watch a board. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  BoardId,
  CardId,
  Refusal,
  rightTo,
  type ClientEvents,
  type PackProgress,
  type Person,
  type ServerEvents,
} from '@briefboard/protocol'
import { Server as Engine } from 'engine.io'
import { Server } from 'socket.io'
import { z } from 'zod'

interface Own {
  person: Person
}

type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Own>

export interface Live {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  boardsChanged(): void
  packProgress(progress: PackProgress): void
  close(): Promise<void>
}

export interface LiveOptions {
  identify: (request: IncomingMessage) => Promise<Person | null>
  /** Joins several nodes; null for one node alone. */
  adapter: Parameters<LiveServer['adapter']>[0] | null
  isBoard: (id: BoardId) => Promise<boolean>
}

const Tale = z.tuple([z.enum(['archived', 'restored', 'created']), BoardId, CardId, z.string().max(300)])

const watchers = (board: BoardId): string => `board:${board}`

export function openLive({ identify, adapter, isBoard }: LiveOptions): Live {
  const io: LiveServer = new Server({ serveClient: false })
  // Engine.IO without a server of its own: upgrades are handed to it (see upgrade.ts).
  const engine = new Engine({ transports: ['websocket'], maxHttpBufferSize: 16 * 1024 })
  io.bind(engine)
  if (adapter !== null) io.adapter(adapter)
  io.use((socket, next) => {
    identify(socket.request).then((person) => {
      if (person === null) return next(new Refusal('sign-in-needed'))
      socket.data.person = person
      next()
    }, next)
  })
  io.on('connection', (socket) => {
    socket.on('board:watch', (name, answer) => {
      const board = BoardId.safeParse(name)
      if (!board.success) return answer(false)
      isBoard(board.data).then(
        async (known) => {
          if (known) await socket.join(watchers(board.data))
          answer(known)
        },
        () => answer(false),
      )
    })
    socket.on('board:leave', (name) => {
      const board = BoardId.safeParse(name)
      if (board.success) void socket.leave(watchers(board.data))
    })
    socket.on('card:tell', (...told) => {
      const tale = Tale.safeParse(told)
      const { person } = socket.data
      if (!tale.success || rightTo('board', person.role) !== 'write') return
      const [kind, board, card, title] = tale.data
      socket.to(watchers(board)).emit(`card:${kind}`, { board, card, title, by: person.name })
    })
  })
  return {
    upgrade: (request, socket, head) =>
      engine.handleUpgrade(request as Parameters<typeof engine.handleUpgrade>[0], socket, head),
    boardsChanged: () => void io.emit('boards:changed'),
    packProgress: (progress) => void io.to(watchers(progress.board)).emit('pack:progress', progress),
    close: () => io.close(),
  }
}
