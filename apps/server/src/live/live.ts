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
  type ReportNews,
  type ServerEvents,
} from '@briefboard/protocol'
import { Server as Engine } from 'engine.io'
import { Server } from 'socket.io'
import { z } from 'zod'
import type { Access } from '../access/identity.ts'

interface Own {
  access: Access
}

type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Own>

export interface Live {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  boardsChanged(): void
  packProgress(progress: PackProgress): void
  reportsChanged(news: ReportNews): void
  /** Cuts the connections of this node that rest on the credential. (S10) */
  end(credential: string): void
  close(): Promise<void>
}

export interface LiveOptions {
  identify: (request: IncomingMessage) => Promise<Access | null>
  /** A connection rests on this access until the function that this gives is called. */
  useAccess: (access: Access) => () => void
  /** Joins several nodes; null for one node alone. */
  adapter: Parameters<LiveServer['adapter']>[0] | null
  isBoard: (id: BoardId) => Promise<boolean>
}

const Tale = z.tuple([z.enum(['archived', 'restored', 'created']), BoardId, CardId, z.string().max(300)])

const watchers = (board: BoardId): string => `board:${board}`

export function openLive({ identify, useAccess, adapter, isBoard }: LiveOptions): Live {
  const io: LiveServer = new Server({ serveClient: false })
  // Engine.IO without a server of its own: upgrades are handed to it (see upgrade.ts).
  const engine = new Engine({ transports: ['websocket'], maxHttpBufferSize: 16 * 1024 })
  io.bind(engine)
  if (adapter !== null) io.adapter(adapter)
  io.use((socket, next) => {
    identify(socket.request).then((access) => {
      if (access === null) return next(new Refusal('sign-in-needed'))
      socket.data.access = access
      next()
    }, next)
  })
  io.on('connection', (socket) => {
    socket.on('disconnect', useAccess(socket.data.access))
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
      const { person } = socket.data.access
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
    reportsChanged: (news) => void io.to(watchers(news.board)).emit('reports:changed', news),
    end(credential) {
      for (const socket of io.of('/').sockets.values()) {
        if (socket.data.access.credential === credential) socket.disconnect(true)
      }
    },
    close: () => io.close(),
  }
}
