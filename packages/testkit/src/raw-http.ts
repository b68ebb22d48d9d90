/** HTTP written byte for byte, for requests that no client library would send. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Sends the bytes on a connection of its own and gives all that comes back until it ends; at most so long. */
export async function sendRaw(url: string, bytes: string | Uint8Array, withinMs = 2000): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // A server may cut the line at what it does not like; then that is all that came.
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  const timer = setTimeout(() => socket.destroy(), withinMs)
  socket.write(bytes)
  const answer = await allOf(socket)
  clearTimeout(timer)
  return answer
}

async function allOf(socket: Socket): Promise<string> {
  const parts: Buffer[] = []
  socket.on('data', (part: Buffer) => parts.push(part))
  await once(socket, 'close')
  return Buffer.concat(parts).toString('latin1')
}
