/** Goes through an update's structs as a document would place them: each only after all that it hangs on. */
import { NONE, type Scan, type Section, type Struct } from './scan.ts'

/** How far one client's structs are placed. */
interface Track {
  section: Section
  next: number
  /** The clock up to which the client is there. */
  reached: number
  /** It has been left for another track that must go further first. */
  isWaiting: boolean
}

/** The clock up to which a client is there before the update. */
export type KnownClock = (client: number) => number

/**
 * Visits every struct once, in such an order. False, and some are never visited, if these hang on something that is
 * missing, on themselves, or in a circle.
 */
export function visitInOrder(scan: Scan, known: KnownClock, visit: (struct: Struct, client: number) => void): boolean {
  const tracks = new Map<number, Track>()
  for (const section of scan.sections) {
    tracks.set(section.client, { section, next: 0, reached: known(section.client), isWaiting: false })
  }
  const waiting: Track[] = []
  for (const first of tracks.values()) {
    let track: Track | undefined = first
    while (track !== undefined) {
      const struct: Struct | undefined = track.section.structs[track.next]
      if (struct === undefined) {
        track = resume(waiting)
        continue
      }
      const needed = neededBy(struct, track, tracks, known)
      if (needed === 'missing' || (needed !== 'nothing' && needed.isWaiting)) return false
      if (needed === 'nothing') {
        place(struct, track)
        visit(struct, track.section.client)
        // Whoever waits may be able to go on now; the rest of this track comes in its own turn.
        track = resume(waiting) ?? track
      } else {
        track.isWaiting = true
        waiting.push(track)
        track = needed
      }
    }
  }
  return true
}

function resume(waiting: Track[]): Track | undefined {
  const track = waiting.pop()
  if (track !== undefined) track.isWaiting = false
  return track
}

function place(struct: Struct, track: Track): void {
  track.next++
  if (struct.kind !== 'skip') track.reached = Math.max(track.reached, struct.clock + struct.length)
}

/** Nothing stands in a struct's way, or another track does, which must go further first, or what it needs is nowhere. */
type Need = 'nothing' | 'missing' | Track

function neededBy(struct: Struct, track: Track, tracks: Map<number, Track>, known: KnownClock): Need {
  if (struct.kind === 'skip') return 'nothing'
  if (struct.clock > track.reached) return 'missing'
  if (struct.kind === 'gc') return 'nothing'
  const find = (client: number, clock: number): Need => {
    if (client === NONE) return 'nothing'
    const other = tracks.get(client)
    if (other === undefined) return clock < known(client) ? 'nothing' : 'missing'
    if (clock < other.reached) return 'nothing'
    return other === track || other.next === other.section.structs.length ? 'missing' : other
  }
  const origin = find(struct.originClient, struct.originClock)
  if (origin !== 'nothing') return origin
  const right = find(struct.rightClient, struct.rightClock)
  return right !== 'nothing' ? right : find(struct.parentClient, struct.parentClock)
}
