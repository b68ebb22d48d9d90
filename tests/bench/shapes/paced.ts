/** Writers that type at a steady pace, evenly spread over time: what people feel while the server has time. */
import { gather } from '../client/crowd.ts'
import { Tally } from '../client/tally.ts'
import type { Writer } from '../client/writer.ts'
import { measure, type Measured } from '../measure/window.ts'
import type { Contender } from '../servers/contender.ts'

const WARM_UP_MS = 2000

export interface Paced {
  rooms: number
  clients: number
  writers: number
  perSecond: number
}

export async function runPaced(contender: Contender, shape: Paced, seconds: number): Promise<Measured> {
  const server = await contender.start({})
  try {
    const tally = new Tally()
    const crowd = await gather({ server, ...shape, tally })
    const stop = typeSteadily(crowd.writers, shape.perSecond)
    const measured = await measure(server, tally, WARM_UP_MS, seconds)
    stop()
    crowd.leave()
    return measured
  } finally {
    await server.stop()
  }
}

/** Each writer types `perSecond` letters, not all of them at the same moment. Gives what stops it. */
export function typeSteadily(
  writers: readonly Writer[],
  perSecond: number,
  afterLetter: (writer: Writer) => void = () => undefined,
): () => void {
  const periodMs = 1000 / perSecond
  const start = performance.now()
  // Writers of one room follow each other in the list: a stride keeps them apart in time.
  const due = writers.map((_, index) => start + ((index * 0.618) % 1) * periodMs)
  const timer = setInterval(() => {
    const now = performance.now()
    for (const [index, writer] of writers.entries()) {
      if ((due[index] ?? Infinity) > now) continue
      writer.type()
      afterLetter(writer)
      due[index] = (due[index] ?? now) + periodMs
    }
  }, 1)
  return () => clearInterval(timer)
}
