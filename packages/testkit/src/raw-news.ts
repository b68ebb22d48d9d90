/** A Socket.IO client made by hand, which sends any packet it likes; for what no honest client would do. */
import { once } from 'node:events'
import WebSocket from 'ws'

export interface RawNews {
  readonly socket: WebSocket
  /** Every packet that has come so far, as text: Engine.IO's type, then Socket.IO's. */
  readonly packets: string[]
  send(packet: string | Uint8Array): void
  /** Sends an event and gives the answer to it; null if the connection ends without one. */
  ask(event: string, ...args: readonly unknown[]): Promise<unknown>
  /** Settles with the code when the connection is closed. */
  readonly closed: Promise<number>
  close(): void
}

const JOINED = '40'
const ANSWER = '43'

/** Resolves when the server has let it in. @throws Error if it does not */
export async function openRawNews({ url, token }: { url: string; token: string }): Promise<RawNews> {
  const address = `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } })
  const packets: string[] = []
  const closed = once(socket, 'close').then(([code]) => Number(code))
  // What goes wrong shows in `closed`.
  socket.on('error', () => undefined)
  socket.on('message', (data: Buffer) => packets.push(data.toString()))
  const next = async (begin: string): Promise<string | null> => {
    for (;;) {
      const found = packets.find((packet) => packet.startsWith(begin))
      if (found !== undefined) return found
      const isOver = await Promise.race([once(socket, 'message').then(() => false), closed.then(() => true)])
      if (isOver) return null
    }
  }
  const send = (packet: string | Uint8Array): void => socket.send(packet)
  await next('0')
  send(JOINED)
  if ((await next(JOINED)) === null) throw new Error('The server let no news client in.')
  let asked = 0
  return {
    ...{ socket, packets, send, closed },
    async ask(event, ...args) {
      const id = asked++
      send(`42${id}${JSON.stringify([event, ...args])}`)
      const answer = await next(`${ANSWER}${id}[`)
      const answered: unknown = answer === null ? null : JSON.parse(answer.slice(ANSWER.length + `${id}`.length))
      return Array.isArray(answered) ? answered[0] : null
    },
    close: () => socket.close(),
  }
}
