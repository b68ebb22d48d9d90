/** Presence of a room (S11): one state a connection, its identity stamped here, told to all at most ten times a second, never stored. */
import {
  AWARENESS,
  Cursor,
  readPresenceState,
  Refusal,
  RIGHTS,
  type Person,
  type PresenceState,
  type Right,
} from '@briefboard/protocol'
import * as encoding from 'lib0/encoding'
import { z } from 'zod'
import { orRefused } from './incoming.ts'
import type { PresenceLine } from './presence-relay.ts'

const PRESENCE_BYTES = 4 * 1024
const MOST_STATES = 1000
/** Yjs counts up by one at every change, and so do we when somebody has left: there must be room above. */
const MOST_CLOCK = 2 ** 48

/** So many who have gone are remembered, for when they come back; but none whose clock leaves little room above. */
const MOST_GONE = 1000
const MOST_GONE_CLOCK = MOST_CLOCK / 2

/** The state of a client that is not here any more. */
const GONE = 'null'

/** A client's state as it is told to others, and by one node to the next. */
const ClientState = z.object({
  client: z.int().nonnegative(),
  clock: z.int().nonnegative(),
  /** Id of whom the server found it to be. */
  person: z.string(),
  /** JSON; "null" when the client is gone. */
  json: z.string(),
  /** Of two under one client id, who may write takes the place of who may not. Missing in what older nodes tell. */
  right: z.enum(RIGHTS).optional(),
})
export type ClientState = z.infer<typeof ClientState>
type State = Omit<ClientState, 'client'>

/**
 * Reads the sender's own state from an awareness frame's payload, ignoring whatever it says of others.
 * `own` is the client id that this connection has used before; null if none yet. Null if there is nothing to take.
 * @throws Refusal malformed, too-large
 */
export function readOwnState(payload: Uint8Array, own: number | null, person: Person): ClientState | null {
  const states = orRefused(() => readPayload(payload))
  for (const state of states) {
    if (own === null ? state.json === GONE : state.client !== own) continue
    if (state.json.length > PRESENCE_BYTES) throw new Refusal('too-large')
    const told = readPresenceState(parsed(state.json))
    // A stock client repeats what it has heard of others, also of those who have gone since: their ids are not its own.
    if (told?.user !== undefined && told.user.id !== person.id) continue
    return { ...state, person: person.id, json: stamped(told, person) }
  }
  return null
}

type TellsOf = Pick<ClientState, 'client' | 'clock' | 'json'>

/** A client tells of itself alone, or of all it knows when asked; what is far more than a room holds is not looked at. */
function readPayload(payload: Uint8Array): TellsOf[] {
  const cursor = new Cursor(payload)
  const count = cursor.varUint()
  const states: TellsOf[] = []
  while (states.length < Math.min(count, MOST_STATES)) {
    const state = { client: cursor.varUint(), clock: cursor.varUint(), json: cursor.text() }
    if (state.clock > MOST_CLOCK) throw new Refusal('malformed')
    states.push(state)
  }
  return states
}

/** Nobody can appear under another's name: the server says who it is. What pages do not know is not passed on. */
function stamped(state: PresenceState | null, { id, name, color }: Person): string {
  return state === null ? GONE : JSON.stringify({ ...state, user: { id, name, color } })
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

function readStates(bytes: Uint8Array): ClientState[] {
  try {
    return z
      .array(ClientState)
      .parse(JSON.parse(Buffer.from(bytes).toString()))
      .map(known)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.core.$ZodError || error instanceof Refusal) return []
    throw error
  }
}

function known(state: ClientState): ClientState {
  const told = readPresenceState(parsed(state.json))
  return { ...state, json: told === null ? GONE : JSON.stringify(told) }
}

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
  /** Those who have gone, the longest gone first, and the clock under which that was told: what is older, nobody believes. */
  readonly #gone = new Map<number, number>()
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

  /**
   * A state of a client of this node; older states are left out. False if another is here under its id: of two, only one
   * who may write takes the place of one who may not.
   */
  set(state: ClientState, right: Right): boolean {
    const before = this.#states.get(state.client)
    const isFree = before === undefined || before.json === GONE || before.person === state.person
    if (!isFree && !this.#makesRoomFor({ ...state, right })) return false
    this.#own.add(state.client)
    this.#note({ ...state, clock: this.#clockFor(state), right })
    return true
  }

  /** One who comes back goes on under the clock that it had; others have heard since then, under a later one, that it is gone. */
  #clockFor({ client, clock }: ClientState): number {
    const gone = this.#gone.get(client)
    if (gone === undefined) return clock
    return Math.max(clock, (this.#states.get(client)?.clock ?? gone) + 1)
  }

  #rememberGone({ client, clock }: ClientState): void {
    this.#gone.delete(client)
    if (clock <= MOST_GONE_CLOCK) this.#gone.set(client, clock)
    const [longest] = this.#gone.keys()
    if (this.#gone.size > MOST_GONE && longest !== undefined) this.#gone.delete(longest)
  }

  /** Lets go of somebody's state who may not write, and is here under the client id of one who may. */
  #makesRoomFor({ client, person, right }: ClientState): boolean {
    const before = this.#states.get(client)
    if (right !== 'write' || before?.right === 'write' || before?.person === person) return false
    return this.#states.delete(client) && this.#own.delete(client)
  }

  /** The connection is gone; so is the client, unless another has taken its place. */
  drop(client: number, person: string): void {
    const before = this.#states.get(client)
    if (before?.person === person) this.#note({ ...before, client, clock: before.clock + 1, json: GONE })
  }

  /** Everybody who is here, for one who has just come. */
  all(): Uint8Array {
    this.#forgetSilent()
    return encodePresence(this.#here())
  }

  #here(): ClientState[] {
    return [...this.#states].map(([client, state]) => ({ client, ...state })).filter(({ json }) => json !== GONE)
  }

  #note({ client, ...state }: ClientState): void {
    const before = this.#states.get(client)
    if (before !== undefined && state.clock < before.clock) return
    this.#states.set(client, state)
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
    for (const state of states) {
      if (state.json !== GONE) continue
      this.#rememberGone(state)
      this.#forget(state.client)
    }
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

  /** From another node, which may be of another version; what cannot be read is as good as missed. */
  #hear(message: Uint8Array): void {
    if (message[0] === QUESTION) return this.#publish(this.#pick(this.#own))
    if (message[0] !== STATES) return
    for (const state of readStates(message.subarray(1))) {
      if (!this.#own.has(state.client) || this.#makesRoomFor(state)) this.#note(state)
    }
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
