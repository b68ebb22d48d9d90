/** Socket.IO: hints about what changed, to those who watch a board. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  Refusal,
  rightTo,
  type BoardId,
  type ClientEvents,
  type PackProgress,
  type ReportNews,
  type ServerEvents,
} from '@briefboard/protocol'
import { StoreUnavailable } from '@briefboard/store'
import { Server as Engine } from 'engine.io'
import { Server, type Socket } from 'socket.io'
import type { Access } from '../access/identity.ts'
import type { Payer } from '../limits/payer.ts'
import type { Metrics } from '../metrics.ts'
import { readEvent, type ClientEvent } from './events.ts'
import { pacedSockets } from './line.ts'

interface Own {
  access: Access
}

type LiveServer = Server<ClientEvents, ServerEvents, Record<string, never>, Own>

type LiveSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, Own>

export interface Live {
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer, payer: Payer) => void
  boardsChanged(): void
  packProgress(progress: PackProgress): void
  reportsChanged(news: ReportNews): void
  /** Cuts the connections of this node that rest on the credential. (S10) */
  end(access: Access): void
  close(): Promise<void>
}

export interface LiveOptions {
  identify: (request: IncomingMessage) => Promise<Access | null>
  /** A connection rests on this access until the function that this gives is called. */
  useAccess: (access: Access) => () => void
  /** Joins several nodes; null for one node alone. */
  adapter: Parameters<LiveServer['adapter']>[0] | null
  isBoard: (id: BoardId) => Promise<boolean>
  metrics: Pick<Metrics, 'throttled'>
  onFault: (error: unknown) => void
}

const watchers = (board: BoardId): string => `board:${board}`

export function openLive(options: LiveOptions): Live {
  const { identify, useAccess, adapter, metrics, onFault } = options
  const io: LiveServer = new Server({ serveClient: false })
  const onThrottled = (): void => metrics.throttled('news')
  /** Of requests that were let in to an upgrade. */
  const payers = new WeakMap<IncomingMessage, Payer>()
  const payerOf = (request: IncomingMessage): Payer => {
    const payer = payers.get(request)
    if (payer === undefined)
      throw new Error('A news connection was opened past upgrade.ts, which knows who pays for it.')
    return payer
  }
  // Engine.IO without a server of its own: upgrades are handed to it (see upgrade.ts).
  const engine = new Engine({
    ...{ transports: ['websocket'], maxHttpBufferSize: 16 * 1024 },
    wsEngine: pacedSockets({ payerOf, onThrottled }),
  })
  io.bind(engine)
  if (adapter !== null) io.adapter(adapter)
  io.use((socket, next) => {
    const refuse = (error: unknown): void => {
      if (!(error instanceof StoreUnavailable)) onFault(error)
      next(new Refusal('store-away'))
    }
    identify(socket.request).then((access) => {
      if (access === null) return next(new Refusal('sign-in-needed'))
      socket.data.access = access
      next()
    }, refuse)
  })
  io.on('connection', (socket) => {
    socket.on('disconnect', useAccess(socket.data.access))
    const payer = payerOf(socket.request)
    socket.onAny((...parts: unknown[]) => {
      // News only says where to look: what is lost is found by looking.
      if (payer.isOverdrawn) return onThrottled()
      const { event, answer } = readEvent(parts)
      if (event === null) return answer(false)
      take(options, socket, event).then(answer, (error: unknown) => {
        onFault(error)
        answer(false)
      })
    })
  })
  return {
    upgrade(request, socket, head, payer) {
      payers.set(request, payer)
      engine.handleUpgrade(request as Parameters<typeof engine.handleUpgrade>[0], socket, head)
    },
    boardsChanged: () => void io.emit('boards:changed'),
    packProgress: (progress) => void io.to(watchers(progress.board)).emit('pack:progress', progress),
    reportsChanged: (news) => void io.to(watchers(news.board)).emit('reports:changed', news),
    end({ credential, person }) {
      for (const socket of io.of('/').sockets.values()) {
        const { access } = socket.data
        if (access.credential === credential && access.person.role === person.role) socket.disconnect(true)
      }
    },
    close: () => io.close(),
  }
}

/** Gives whether it was done. */
async function take({ isBoard }: LiveOptions, socket: LiveSocket, event: ClientEvent): Promise<boolean> {
  switch (event[0]) {
    case 'board:watch': {
      const isKnown = await isBoard(event[1])
      if (isKnown) await socket.join(watchers(event[1]))
      return isKnown
    }
    case 'board:leave':
      await socket.leave(watchers(event[1]))
      return true
    case 'card:tell': {
      const [, kind, board, card, title] = event
      const { person } = socket.data.access
      if (rightTo('board', person.role) !== 'write') return false
      socket.to(watchers(board)).emit(`card:${kind}`, { board, card, title, by: person.name })
      return true
    }
    default:
      return event satisfies never
  }
}
