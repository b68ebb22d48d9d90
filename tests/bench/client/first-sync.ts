/** Opens a document as the only thing that happens, and says when all of it had come: shown by applying what came. */
import { setTimeout as pause } from 'node:timers/promises'
import * as Y from 'yjs'
import { cpuSeconds } from '../measure/processes.ts'
import type { RunningServer } from '../servers/contender.ts'
import { Participant } from './participant.ts'
import { Tally } from './tally.ts'

export interface FirstSync {
  /** From connecting to the last byte that was needed. */
  tookMs: number
  serverCpuMs: number
  /** Of updates that had come by then. */
  bytes: number
  /** In how many messages. */
  pieces: number
}

/** When nothing has come for so long, nothing more will; before that, about as much must have come as there is. */
const QUIET_MS = 400
const MOST = 0.9
const WITHIN_MS = 60_000

/** @throws Error when what the server sent is not all of `state` */
export async function openOnce(server: RunningServer, room: string, state: Uint8Array): Promise<FirstSync> {
  const came: { at: number; update: Uint8Array }[] = []
  let left = state.length * MOST
  const onUpdate = (bytes: Buffer, start: number, length: number): void => {
    came.push({ at: performance.now(), update: Uint8Array.from(bytes.subarray(start, start + length)) })
    left -= length
  }
  const [begun, cpu] = [performance.now(), cpuSeconds(server.pids)]
  const tally = new Tally()
  const participant = await Participant.join({ server, node: 0, room, number: 0, tally, writers: [], onUpdate })
  const isQuiet = (): boolean => left <= 0 && performance.now() - (came.at(-1)?.at ?? begun) > QUIET_MS
  while (!isQuiet() && performance.now() - begun < WITHIN_MS) await pause(QUIET_MS / 4)
  const serverCpuMs = (cpuSeconds(server.pids) - cpu) * 1000
  participant.leave()
  return { ...completeAt(came, state, begun), serverCpuMs }
}

/** Applies one message after the other until nothing of the document is missing. */
function completeAt(
  came: readonly { at: number; update: Uint8Array }[],
  state: Uint8Array,
  begun: number,
): Omit<FirstSync, 'serverCpuMs'> {
  const expected = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))
  const doc = new Y.Doc()
  let bytes = 0
  for (const [index, { at, update }] of came.entries()) {
    Y.applyUpdate(doc, update)
    bytes += update.length
    const has = Y.decodeStateVector(Y.encodeStateVector(doc))
    if ([...expected].every(([client, clock]) => (has.get(client) ?? 0) >= clock)) {
      doc.destroy()
      return { tookMs: at - begun, bytes, pieces: index + 1 }
    }
  }
  throw new Error(`A server sent ${bytes} bytes in ${came.length} messages, and the document is not whole.`)
}
