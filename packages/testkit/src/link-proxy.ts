/** A line between a client and a server that a test may cut, slow down, silence or leave half open: TCP, byte for byte. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Link {
  /** Where clients connect, in the form http://127.0.0.1:port. */
  readonly url: string
  /** Resets every connection that there is; new ones are welcome. */
  cut(): void
  /** From now on every byte takes this long; 0 for none. */
  delay(ms: number): void
  /** A black hole: nothing passes in either direction, and nobody is told. Bytes are kept and pass after `heal`. */
  silence(): void
  /** Half open: the client's ends are closed, and the server goes on believing in them until `heal` or `cut`. */
  abandon(): void
  /** New connections are reset at once, and those that there are too. */
  block(): void
  /** Undoes whatever was done to it. Connections that were abandoned end. */
  heal(): void
  close(): Promise<void>
}

/** One direction of one connection: what came in, and when it may go out. */
interface Direction {
  readonly from: Socket
  readonly to: Socket
  readonly waiting: { due: number; bytes: Buffer }[]
  timer: NodeJS.Timeout | null
}

interface Line {
  client: Socket
  server: Socket
  directions: Direction[]
  abandoned: boolean
}

interface Trouble {
  delayMs: number
  isSilent: boolean
  isBlocked: boolean
}

/** `target` is asked at every new connection: an address in the form http://host:port. */
export async function openLink(target: () => string): Promise<Link> {
  const trouble: Trouble = { delayMs: 0, isSilent: false, isBlocked: false }
  const lines = new Set<Line>()
  const listener = createServer({ noDelay: true }, (client) => {
    client.on('error', () => client.destroy())
    if (trouble.isBlocked) client.resetAndDestroy()
    else join(client, target(), trouble, lines)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.')
  const cut = (): void => lines.forEach(reset)
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    delay: (ms) => void (trouble.delayMs = ms),
    silence: () => void (trouble.isSilent = true),
    abandon: () => lines.forEach(abandon),
    block() {
      trouble.isBlocked = true
      cut()
    },
    heal() {
      Object.assign(trouble, { delayMs: 0, isSilent: false, isBlocked: false })
      for (const line of lines) {
        if (line.abandoned) reset(line)
        else for (const direction of line.directions) pump(direction, trouble)
      }
    },
    async close() {
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}

function join(client: Socket, target: string, trouble: Trouble, lines: Set<Line>): void {
  const { hostname, port } = new URL(target)
  const server = connect({ host: hostname, port: Number(port), noDelay: true })
  const directions = [
    { from: client, to: server },
    { from: server, to: client },
  ].map((ends): Direction => ({ ...ends, waiting: [], timer: null }))
  const line: Line = { client, server, directions, abandoned: false }
  lines.add(line)
  for (const direction of directions) {
    direction.from.on('data', (bytes: Buffer) => {
      direction.waiting.push({ due: performance.now() + trouble.delayMs, bytes })
      pump(direction, trouble)
    })
    direction.from.on('error', () => direction.from.destroy())
    direction.from.on('close', () => {
      if (line.abandoned && direction.from === client) return
      reset(line)
      lines.delete(line)
    })
  }
}

/** Lets pass what is due; comes back for the rest. */
function pump(direction: Direction, trouble: Trouble): void {
  if (direction.timer !== null || trouble.isSilent) return
  for (let next = direction.waiting[0]; next !== undefined; next = direction.waiting[0]) {
    const wait = next.due - performance.now()
    if (wait > 0.5) {
      direction.timer = setTimeout(() => {
        direction.timer = null
        pump(direction, trouble)
      }, wait)
      return
    }
    direction.waiting.shift()
    if (!direction.to.destroyed) direction.to.write(next.bytes)
  }
}

function reset(line: Line): void {
  line.abandoned = false
  for (const direction of line.directions) {
    if (direction.timer !== null) clearTimeout(direction.timer)
    direction.waiting.length = 0
  }
  for (const end of [line.client, line.server]) if (!end.destroyed) end.resetAndDestroy()
}

function abandon(line: Line): void {
  line.abandoned = true
  line.client.resetAndDestroy()
}
