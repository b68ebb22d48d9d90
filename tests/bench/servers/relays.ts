/** The two relays: what forwarding alone costs, frame by frame and one frame a tick. */
import { fileURLToPath } from 'node:url'
import { relay } from '../client/dialects.ts'
import type { Contender, RunningServer } from './contender.ts'
import { launch } from './launch.ts'

const PROGRAM = fileURLToPath(new URL('./relay-program.ts', import.meta.url))

export const rawRelay: Contender = {
  id: 'relay',
  name: 'Raw relay',
  keeps: 'nothing',
  kind: 'relay',
  start: () => start([]),
}

export const batchedRelay: Contender = {
  id: 'batched-relay',
  name: 'Batched relay',
  keeps: 'nothing',
  kind: 'relay',
  start: () => start(['batched']),
}

async function start(args: string[]): Promise<RunningServer> {
  const { pid, port, collect, stop } = await launch(PROGRAM, args, {}, /^listening on (\d+)$/)
  return {
    ...{ pids: [pid], ports: [port], redisPid: null, dialect: relay, collect, stop },
    path: (room) => `/${room}`,
    headers: () => ({}),
  }
}
