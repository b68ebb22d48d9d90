/** What a client may send as news: each event with its arguments, parsed like a request's body. */
import { BoardId, CardId, CARD_TALES } from '@briefboard/protocol'
import { z } from 'zod'

const LONGEST_TITLE = 300

const ClientEvent = z.union([
  z.tuple([z.literal('board:watch'), BoardId]),
  z.tuple([z.literal('board:leave'), BoardId]),
  z.tuple([z.literal('card:tell'), z.enum(CARD_TALES), BoardId, CardId, z.string().max(LONGEST_TITLE)]),
])
export type ClientEvent = z.infer<typeof ClientEvent>

export interface ReadEvent {
  /** Null if it is none of those that are known, or not of its form. */
  event: ClientEvent | null
  /** Tells the client, if it waits for an answer. */
  answer: (value: boolean) => void
}

/** Takes an event's name, its arguments and, where the client waits for an answer, what gives it. Never throws. */
export function readEvent(parts: readonly unknown[]): ReadEvent {
  const last = parts.at(-1)
  // Nothing that comes over the line is a function but the one that Socket.IO puts there.
  const isAwaited = typeof last === 'function'
  const event = ClientEvent.safeParse(isAwaited ? parts.slice(0, -1) : parts)
  return {
    event: event.success ? event.data : null,
    answer: (value) => {
      if (isAwaited) (last as (value: boolean) => void)(value)
    },
  }
}
