/** Presence of a room (S11): one state a connection, its identity stamped here, told to all at most ten times a second, never stored. */
import { AWARENESS, type Person } from '@briefboard/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

export const PRESENCE_BYTES = 4 * 1024
const TELL_EVERY_MS = 100

interface State {
  clock: number
  /** JSON; "null" when the client is gone. */
  json: string
}

/** A client's state as it is told to others. */
interface ClientState extends State {
  client: number
}

/**
 * Reads the sender's own state from an awareness frame's payload, ignoring whatever it says of others.
 * `own` is the client id that this connection has used before; null if none yet. Null if there is nothing to take.
 */
export function readOwnState(payload: Uint8Array, own: number | null, person: Person): ClientState | null {
  const decoder = decoding.createDecoder(payload)
  const states = decoding.readVarUint(decoder)
  // A client tells of itself alone, or of all it knows when asked; what is far more than a room holds is not looked at.
  for (let index = 0; index < Math.min(states, 1000); index++) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const json = decoding.readVarString(decoder)
    if (own !== null && client !== own) continue
    return json.length > PRESENCE_BYTES ? null : { client, clock, json: stamped(json, person) }
  }
  return null
}

/** Nobody can appear under another's name: the server says who it is. */
function stamped(json: string, { id, name, color }: Person): string {
  const state: unknown = JSON.parse(json)
  if (typeof state !== 'object' || state === null) return 'null'
  return JSON.stringify({ ...state, user: { id, name, color } })
}

export function encodePresence(states: readonly ClientState[]): Uint8Array {
  const payload = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, states.length)
    for (const { client, clock, json } of states) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, json)
    }
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, AWARENESS)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

export class Presence {
  readonly #states = new Map<number, State>()
  readonly #changed = new Set<number>()
  readonly #tell: (frame: Uint8Array) => void
  #timer: NodeJS.Timeout | null = null

  /** `tell` sends one frame to every connection of the room. */
  constructor(tell: (frame: Uint8Array) => void) {
    this.#tell = tell
  }

  /** False if the state is older than what is known. */
  set({ client, clock, json }: ClientState): boolean {
    const before = this.#states.get(client)
    if (before !== undefined && clock < before.clock) return false
    this.#states.set(client, { clock, json })
    this.#changed.add(client)
    this.#timer ??= setTimeout(() => this.#flush(), TELL_EVERY_MS)
    return true
  }

  /** The connection is gone; so is the client. */
  drop(client: number): void {
    const before = this.#states.get(client)
    if (before !== undefined) this.set({ client, clock: before.clock + 1, json: 'null' })
  }

  /** Everybody who is here, for one who has just come. */
  all(): Uint8Array {
    return encodePresence([...this.#states].map(([client, state]) => ({ client, ...state })).filter(({ json }) => json !== 'null'))
  }

  #flush(): void {
    this.#timer = null
    const states = [...this.#changed].flatMap((client) => {
      const state = this.#states.get(client)
      return state === undefined ? [] : [{ client, ...state }]
    })
    this.#changed.clear()
    this.#tell(encodePresence(states))
    for (const { client, json } of states) if (json === 'null') this.#states.delete(client)
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
