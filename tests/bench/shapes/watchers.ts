/** Editors in a room, alone and with hundreds who only watch and move their cursors: watchers must not slow an editor. */
import { Participant, type Seat } from '../client/participant.ts'
import { Cursor } from '../client/presence.ts'
import { Tally } from '../client/tally.ts'
import type { Writer } from '../client/writer.ts'
import { measure, type Measured } from '../measure/window.ts'
import type { Contender, RunningServer } from '../servers/contender.ts'
import { typeSteadily } from './paced.ts'

const WARM_UP_MS = 2000
const ROOM = 'watched'
/** How many clients connect at once. */
const AT_ONCE = 50

export interface Watched {
  editors: number
  perSecond: number
  watchers: number
  /** Each watcher moves its cursor this often. */
  cursorEveryMs: number
}

export interface WatchedResult {
  alone: Measured
  watched: Measured
  /** Presence messages that one watcher received a second. */
  presencePerWatcher: number
  /** Letters that all watchers received a second. */
  watcherDeliveriesPerSecond: number
}

export async function runWatched(contender: Contender, shape: Watched, seconds: number): Promise<WatchedResult> {
  const server = await contender.start({})
  try {
    const tally = new Tally()
    const writers: Writer[] = []
    const editors = await seatEditors({ server, node: 0, room: ROOM, number: 0, tally, writers }, shape.editors)
    const cursors = new Map(editors.map((editor) => [editor.write(), cursorOf(editor, server)]))
    // An editor's cursor goes along with what is typed.
    const stop = typeSteadily(writers, shape.perSecond, (writer) => cursors.get(writer)?.move())
    const alone = await measure(server, tally, WARM_UP_MS, seconds)
    const watching = new Tally()
    const leave = await seatWatchers({ server, node: 0, room: ROOM, number: 0, tally: watching, writers }, shape)
    const measuring = measure(server, tally, WARM_UP_MS, seconds)
    setTimeout(() => watching.begin(), WARM_UP_MS)
    const watched = await measuring
    watching.end()
    stop()
    leave()
    for (const editor of editors) editor.leave()
    watched.trouble.push(...watching.trouble())
    return {
      ...{ alone, watched },
      presencePerWatcher: watching.awareness / shape.watchers / watched.seconds,
      watcherDeliveriesPerSecond: watching.deliveries / watched.seconds,
    }
  } finally {
    await server.stop()
  }
}

async function seatEditors(seat: Seat, count: number): Promise<Participant[]> {
  const first = await Participant.join(seat)
  const others = Array.from({ length: count - 1 }, (_, index) => Participant.join({ ...seat, number: index + 1 }))
  return [first, ...(await Promise.all(others))]
}

const cursorOf = (participant: Participant, server: RunningServer): Cursor =>
  new Cursor(participant, server.dialect, ROOM)

async function seatWatchers(seat: Seat, { watchers, cursorEveryMs }: Watched): Promise<() => void> {
  const here: Participant[] = []
  while (here.length < watchers) {
    const begin = here.length
    const group = Array.from({ length: Math.min(AT_ONCE, watchers - begin) }, (_, index) =>
      Participant.join({ ...seat, number: begin + index }),
    )
    here.push(...(await Promise.all(group)))
  }
  const cursors = here.map((participant) => cursorOf(participant, seat.server))
  let turn = 0
  let moved = 0
  const begun = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / cursorEveryMs) * watchers
    for (; moved < due; moved++) cursors[turn++ % watchers]?.move()
  }, 5)
  return () => {
    clearInterval(timer)
    for (const participant of here) participant.leave()
  }
}
