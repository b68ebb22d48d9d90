/** An editor on one node, a reader beside it and a reader on the other node of the same Redis: what crossing adds. */
import { Participant, type Seat } from '../client/participant.ts'
import { Tally } from '../client/tally.ts'
import type { Writer } from '../client/writer.ts'
import { Histogram } from '../measure/histogram.ts'
import { latenciesOf, measure, NO_TIMES, type Latencies, type Measured } from '../measure/window.ts'
import type { Contender } from '../servers/contender.ts'
import { typeSteadily } from './paced.ts'

const WARM_UP_MS = 2000

export interface TwoNodes {
  rooms: number
  perSecond: number
}

export interface TwoNodesResult {
  /** Of both nodes together. */
  measured: Measured
  same: Latencies
  other: Latencies
  /** Letter by letter, how much later the reader on the other node had it; less than nothing counts as nothing. */
  difference: Latencies
}

export async function runTwoNodes(contender: Contender, shape: TwoNodes, seconds: number): Promise<TwoNodesResult> {
  const server = await contender.start({ nodes: 2 })
  try {
    const tally = new Tally()
    const times = { same: new Histogram(), other: new Histogram(), difference: new Histogram() }
    const everybody: Participant[] = []
    const writers: Writer[] = []
    for (let room = 0; room < shape.rooms; room++) {
      const seat = { server, node: 0, room: `room-${room}`, number: room, tally, writers: [] }
      everybody.push(...(await seatPair(seat, times, tally)))
      writers.push(...seat.writers)
    }
    const stop = typeSteadily(writers, shape.perSecond)
    const measured = await measure(server, tally, WARM_UP_MS, seconds)
    stop()
    for (const participant of everybody) participant.leave()
    const timesOf = (taken: Histogram): Latencies => latenciesOf(taken) ?? NO_TIMES
    return {
      measured,
      same: timesOf(times.same),
      other: timesOf(times.other),
      difference: timesOf(times.difference),
    }
  } finally {
    await server.stop()
  }
}

async function seatPair(
  seat: Seat,
  times: { same: Histogram; other: Histogram; difference: Histogram },
  tally: Tally,
): Promise<Participant[]> {
  const editor = await Participant.join(seat)
  editor.write()
  /** Letters that one of the two readers has, by clock, and when it came. */
  const first = new Map<number, { on: 'same' | 'other'; at: number }>()
  const onLetterOf = (on: 'same' | 'other') => (writer: Writer, clock: number, now: number) => {
    if (tally.isOpen) times[on].record(now - writer.sentAt(clock))
    const earlier = first.get(clock)
    if (earlier === undefined) return void first.set(clock, { on, at: now })
    first.delete(clock)
    if (tally.isOpen) times.difference.record(on === 'other' ? now - earlier.at : 0)
  }
  return [
    editor,
    await Participant.join({ ...seat, onLetter: onLetterOf('same') }),
    await Participant.join({ ...seat, node: 1, onLetter: onLetterOf('other') }),
  ]
}
