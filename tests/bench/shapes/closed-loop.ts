/** Writers that always have as many letters on their way as they may: what a server can do at most. */
import { gather } from '../client/crowd.ts'
import { Tally } from '../client/tally.ts'
import { measure, type Measured } from '../measure/window.ts'
import type { Contender } from '../servers/contender.ts'

const WARM_UP_MS = 2000

export interface ClosedLoop {
  rooms: number
  clients: number
  writers: number
  /** Letters of one writer that may be on their way; one is sent when the room's last client has received one. */
  inFlight: number
}

export async function runClosedLoop(contender: Contender, shape: ClosedLoop, seconds: number): Promise<Measured> {
  const server = await contender.start({})
  try {
    const tally = new Tally()
    const crowd = await gather({ server, ...shape, tally })
    for (const writer of crowd.writers) {
      writer.window = shape.inFlight
      writer.topUp()
    }
    const measured = await measure(server, tally, WARM_UP_MS, seconds)
    crowd.leave()
    return measured
  } finally {
    await server.stop()
  }
}
