/** Looks at what a thread takes while it works: its own limits count neither its buffers nor its processor time. */
import type { Worker } from 'node:worker_threads'

export interface ThreadLimits {
  /** What an unpacked stream lies in is a buffer, not an object of the heap. */
  bufferMegabytes: number
  /** Of the processor: on a busy machine an honest document takes longer by the clock, not more work. */
  cpuMs: number
}

/** Fast enough to catch a buffer that grows by a gigabyte a second within a fifth of the limit. */
const WATCH_EVERY_MS = 100
const MEGABYTE = 1024 * 1024

/** Gives what ends the watching. */
export function watchThread(
  worker: Worker,
  { bufferMegabytes, cpuMs }: ThreadLimits,
  onBroken: (limit: 'memory' | 'time') => void,
): () => void {
  let isLooking = false
  let atStart: number | null = null
  const look = async (): Promise<void> => {
    isLooking = true
    const use = await useOf(worker)
    isLooking = false
    if (use === null) return
    atStart ??= use.cpuMs
    if (use.bufferBytes > bufferMegabytes * MEGABYTE) onBroken('memory')
    else if (use.cpuMs - atStart > cpuMs) onBroken('time')
  }
  void look()
  const timer = setInterval(() => {
    if (!isLooking) void look()
  }, WATCH_EVERY_MS)
  return () => clearInterval(timer)
}

/** null: the thread is not up yet, or has ended, which its events tell. */
async function useOf(worker: Worker): Promise<{ bufferBytes: number; cpuMs: number } | null> {
  try {
    const [{ external_memory: bufferBytes }, { user, system }] = await Promise.all([
      worker.getHeapStatistics(),
      worker.cpuUsage(),
    ])
    return { bufferBytes, cpuMs: (user + system) / 1000 }
  } catch {
    return null
  }
}
