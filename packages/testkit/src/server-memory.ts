/** How much memory a server really needs: asked through Node's inspector, after a collection of garbage that it is made to do. */
import { once } from 'node:events'
import WebSocket from 'ws'
import type { ServerProcess } from './server-process.ts'

/** To be passed to `startServer`. */
export const INSPECTED = ['--inspect=127.0.0.1:0']

export interface MemoryUse {
  rss: number
  heapUsed: number
  /** ArrayBuffers and what else lies beside the heap. */
  external: number
}

/** In bytes. The server must have been started with INSPECTED. */
export async function readMemory(server: ServerProcess): Promise<MemoryUse> {
  const address = /Debugger listening on (ws:\S+)/.exec(server.output())?.[1]
  if (address === undefined) throw new Error('The server was not started with INSPECTED.')
  const socket = new WebSocket(address)
  await once(socket, 'open')
  try {
    // Twice: the first collection runs finalizers, whose leavings the second one takes.
    await call(socket, 1, 'HeapProfiler.collectGarbage')
    await call(socket, 2, 'HeapProfiler.collectGarbage')
    const expression = 'JSON.stringify(process.memoryUsage())'
    const answer = await call(socket, 3, 'Runtime.evaluate', { expression })
    // The form of process.memoryUsage, as Node documents it.
    return JSON.parse(answer.result?.result?.value ?? '{}') as MemoryUse
  } finally {
    socket.close()
  }
}

interface Answer {
  id: number
  result?: { result?: { value?: string } }
}

function call(socket: WebSocket, id: number, method: string, params: object = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const onMessage = (data: Buffer): void => {
      // The inspector's answers carry the number of the call.
      const answer = JSON.parse(data.toString()) as Answer
      if (answer.id !== id) return
      socket.off('message', onMessage)
      resolve(answer)
    }
    socket.on('message', onMessage)
    socket.send(JSON.stringify({ id, method, params }))
  })
}
