/**
 * What others say of themselves, before anything on this page sees it (S11): known fields of known form, and nothing in
 * this page's own name. A caret that is no position makes an editor throw, wherever the frame came from.
 */
import { AWARENESS, readPresenceState } from '@briefboard/protocol'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { applyAwarenessUpdate, type Awareness } from 'y-protocols/awareness'
import type { WebsocketProvider } from 'y-websocket'

type Handler = (encoder: encoding.Encoder, decoder: decoding.Decoder) => void

interface Entry {
  client: number
  clock: number
  state: unknown
}

/** Takes the place of the provider's own handler. */
export function filterPresence(provider: WebsocketProvider): void {
  const { awareness } = provider
  // y-websocket keeps its handlers in an array by message type.
  const handlers = provider.messageHandlers as Handler[]
  handlers[AWARENESS] = (_encoder, decoder) => takeIn(awareness, decoding.readVarUint8Array(decoder), provider)
}

/** Applies what is sound of a presence update; one that cannot be read to its end is left out as a whole. */
export function takeIn(awareness: Awareness, update: Uint8Array, origin: unknown): void {
  const entries = readEntries(update)
  if (entries === null) return
  const others = entries.filter(({ client }) => client !== awareness.clientID)
  if (others.length > 0) applyAwarenessUpdate(awareness, encodeEntries(others), origin)
}

function readEntries(update: Uint8Array): Entry[] | null {
  try {
    const decoder = decoding.createDecoder(update)
    const count = decoding.readVarUint(decoder)
    const entries: Entry[] = []
    while (entries.length < count) {
      const [client, clock] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)]
      // lib0 makes Infinity of a long number, and writing that back never ends.
      if (!Number.isSafeInteger(client) || !Number.isSafeInteger(clock)) return null
      entries.push({ client, clock, state: readPresenceState(JSON.parse(decoding.readVarString(decoder))) })
    }
    return entries
  } catch {
    return null // Not of the form, or nested beyond what JSON.parse can follow: nobody's caret is in it.
  }
}

function encodeEntries(entries: readonly Entry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { client, clock, state } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, JSON.stringify(state))
    }
  })
}
