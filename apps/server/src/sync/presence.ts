/** Presence of a room (S11): one state a connection, its identity stamped here, told to all at most ten times a second, never stored. */
import { AWARENESS, Refusal, type Person } from '@briefboard/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { PresenceLine } from './presence-relay.ts'

const PRESENCE_BYTES = 4 * 1024
const MOST_STATES = 1000

/** The state of a client that is not here any more. */
const GONE = 'null'

interface State {
  clock: number
  /** Id of whom the server found it to be. */
  person: string
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
 * @throws Refusal malformed, too-large
 */
export function readOwnState(payload: Uint8Array, own: number | null, person: Person): ClientState | null {
  const state = findState(payload, own)
  if (state === null) return null
  if (state.json.length > PRESENCE_BYTES) throw new Refusal('too-large')
  return { ...state, person: person.id, json: stamped(state.json, person) }
}

function findState(payload: Uint8Array, own: number | null): Omit<ClientState, 'person'> | null {
  try {
    const decoder = decoding.createDecoder(payload)
    const states = decoding.readVarUint(decoder)
    // A client tells of itself alone, or of all it knows when asked; what is far more than a room holds is not looked at.
    for (let index = 0; index < Math.min(states, MOST_STATES); index++) {
      const client = decoding.readVarUint(decoder)
      const clock = decoding.readVarUint(decoder)
      const json = decoding.readVarString(decoder)
      if (own === null || client === own) return { client, clock, json }
    }
    return null
  } catch {
    // lib0 throws errors of any kind at bytes that are not what they should be.
    throw new Refusal('malformed')
  }
}

/** Nobody can appear under another's name: the server says who it is. */
function stamped(json: string, { id, name, color }: Person): string {
  const state = parsed(json)
  if (typeof state !== 'object' || state === null) return GONE
  return JSON.stringify({ ...state, user: { id, name, color } })
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    // Whatever is wrong with it, the answer is the same; the sender is told and counted.
    throw new Refusal('malformed')
  }
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

/** What nodes say to each other of a room: states, or a question for them. */
const STATES = 0
const QUESTION = 1
const ASK = Uint8Array.of(QUESTION)

/** Clients say every 15 seconds that they are here; who has been silent for three times as long is gone with its node. */
const SILENT_MS = 45_000

export interface PresenceOptions {
  /** Sends one frame to every connection of the room. */
  tell: (frame: Uint8Array) => void
  join: (onMessage: (message: Uint8Array) => void) => PresenceLine
  /** How long changes are gathered before they are told; more where many listen. */
  tellEveryMs: () => number
  now?: () => number
}

export class Presence {
  readonly #states = new Map<number, State>()
  /** When each was last heard of. */
  readonly #heard = new Map<number, number>()
  /** Connected to this node. */
  readonly #own = new Set<number>()
  readonly #changed = new Set<number>()
  readonly #tell: (frame: Uint8Array) => void
  readonly #tellEveryMs: () => number
  readonly #now: () => number
  readonly #line: PresenceLine
  #timer: NodeJS.Timeout | null = null

  constructor({ tell, join, tellEveryMs, now = Date.now }: PresenceOptions) {
    this.#tell = tell
    this.#tellEveryMs = tellEveryMs
    this.#now = now
    this.#line = join((message) => this.#hear(message))
    this.#line.publish(ASK)
  }

  /** A state of a client of this node. Nobody takes the client id of another who is here; older states are left out. */
  set(state: ClientState): void {
    const holder = this.personOf(state.client)
    if (holder !== null && holder !== state.person) return
    this.#own.add(state.client)
    this.#note(state)
  }

  /** Whose client id it is among those who are here; null if nobody's. (S4) */
  personOf(client: number): string | null {
    const state = this.#states.get(client)
    return state === undefined || state.json === GONE ? null : state.person
  }

  /** The connection is gone; so is the client. */
  drop(client: number): void {
    const before = this.#states.get(client)
    if (before !== undefined) this.#note({ ...before, client, clock: before.clock + 1, json: GONE })
  }

  /** Everybody who is here, for one who has just come. */
  all(): Uint8Array {
    this.#forgetSilent()
    return encodePresence(this.#here())
  }

  #here(): ClientState[] {
    return [...this.#states].map(([client, state]) => ({ client, ...state })).filter(({ json }) => json !== GONE)
  }

  #note({ client, clock, person, json }: ClientState): void {
    const before = this.#states.get(client)
    if (before !== undefined && clock < before.clock) return
    this.#states.set(client, { clock, person, json })
    this.#heard.set(client, this.#now())
    this.#changed.add(client)
    this.#timer ??= setTimeout(() => this.#flush(), this.#tellEveryMs())
  }

  #flush(): void {
    this.#timer = null
    const states = this.#pick(this.#changed)
    this.#changed.clear()
    this.#tell(encodePresence(states))
    this.#publish(states.filter(({ client }) => this.#own.has(client)))
    for (const { client, json } of states) if (json === GONE) this.#forget(client)
    this.#forgetSilent()
  }

  #pick(clients: Iterable<number>): ClientState[] {
    return [...clients].flatMap((client) => {
      const state = this.#states.get(client)
      return state === undefined ? [] : [{ client, ...state }]
    })
  }

  #publish(states: readonly ClientState[]): void {
    if (states.length > 0)
      this.#line.publish(Buffer.concat([Uint8Array.of(STATES), Buffer.from(JSON.stringify(states))]))
  }

  /** From another node, which has stamped and bounded what it says. */
  #hear(message: Uint8Array): void {
    if (message[0] === QUESTION) return this.#publish(this.#pick(this.#own))
    const states = JSON.parse(Buffer.from(message.subarray(1)).toString()) as ClientState[]
    for (const state of states) if (!this.#own.has(state.client)) this.#note(state)
  }

  #forgetSilent(): void {
    for (const [client, at] of this.#heard) if (this.#now() - at > SILENT_MS) this.#forget(client)
  }

  #forget(client: number): void {
    this.#states.delete(client)
    this.#heard.delete(client)
    this.#own.delete(client)
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#line.close()
  }
}
