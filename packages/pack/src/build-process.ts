/** Runs in a process of its own: builds the one pack that it is sent, and tells how it goes. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { buildPack } from './build.ts'
import { snapshotHash } from './canonical.ts'
import { errorToMessage } from './errors.ts'
import { thawed } from './frozen.ts'
import type { GuardLimits } from './process-guard.ts'
import type { BuildMessage, BuildOrder } from './run-process.ts'

const { send } = process
if (send === undefined) throw new Error('This file is started by buildPackInProcess, not by itself.')
const tell = (message: BuildMessage, onSent: () => void = () => {}): void => void send.call(process, message, onSent)

process.once('message', (order: BuildOrder) => {
  void guarded(order.memoryMegabytes).then(() => build(order.frozen))
})

/** The typesetter keeps this thread busy, and its memory is no object of the heap: another thread looks after both. */
async function guarded(memoryMegabytes: number): Promise<void> {
  const limits: GuardLimits = { memoryMegabytes, parent: process.ppid }
  const guard = new Worker(new URL('./process-guard.ts', import.meta.url), { workerData: limits })
  guard.unref()
  await once(guard, 'message')
}

function build(frozen: Uint8Array): void {
  const leave = (): void => process.exit()
  try {
    const input = thawed(frozen)
    const boardState = { hash: snapshotHash(input.board, input.reports) }
    const pack = buildPack({ ...input, boardState }, (progress) => tell({ kind: 'progress', progress }))
    tell({ kind: 'built', pack }, leave)
  } catch (error) {
    tell({ kind: 'failed', error: errorToMessage(error) }, leave)
  }
}
