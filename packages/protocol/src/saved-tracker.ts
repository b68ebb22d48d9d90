/**
 * The client's side of "Saved" (S5): numbers the edits of one document, marks them to the server, and says in which of
 * the states they are. Works beside a stock y-websocket provider and never says more than the server has confirmed.
 */
import * as decoding from 'lib0/decoding'
import type * as Y from 'yjs'
import { compareInTurns } from './compare-in-turns.ts'
import { Unconfirmed } from './unconfirmed.ts'
import {
  CHECK,
  encodeDiverged,
  encodeMark,
  encodeSync,
  HELLO,
  NOTICE,
  readCheck,
  readHello,
  readNotice,
  readRefused,
  readSaved,
  REFUSED,
  SAVED,
  SYNC,
  SYNC_STEP_1,
  SYNC_UPDATE,
  type NoticeCode,
  type SavedLevel,
} from './frames.ts'
import type { RefusalCode } from './refusals.ts'
import type { Role } from './roles.ts'

export type SavedState =
  /** First contact; nothing is known yet. */
  | { kind: 'connecting' }
  | { kind: 'saved'; level: SavedLevel }
  /** Sent, not yet confirmed. */
  | { kind: 'saving' }
  /** There are edits that the server does not have, and there is no connection. */
  | { kind: 'on-device' }
  /** No connection, and nothing to send. */
  | { kind: 'offline' }
  | { kind: 'refused'; code: RefusalCode }

/** What the server said of itself and of us in `hello`. */
export interface Greeting {
  epoch: string
  schema: number
  role: Role
}

type Handler = (encoder: never, decoder: decoding.Decoder, provider: never, emitSynced: boolean, type: number) => void

/** As much of y-websocket's WebsocketProvider as is used here. */
export interface SyncProvider {
  messageHandlers: unknown[]
  ws: { readyState: number; send(data: Uint8Array<ArrayBuffer>): void } | null
  wsconnected: boolean
  /** Go into the address of the next connection. */
  params: Record<string, string>
  on(event: 'status', listener: (event: { status: string }) => void): unknown
  off(event: 'status', listener: (event: { status: string }) => void): unknown
}

export interface TrackOptions {
  onChange?: () => void
  /** What the document holds at the start may not be on the server. Without it, what it holds counts as sent before. */
  startsUnsaved?: boolean
  /** Under which client ids that may have been written; if it is not known, all of the document's. */
  unsavedClients?: readonly number[] | undefined
  /** Everything is saved, and yet this document shows another text than the server's. It should be loaded anew. (S15) */
  onDiverged?: () => void
}

export interface SavedTracker {
  readonly state: SavedState
  readonly greeting: Greeting | null
  /** Nothing here is missing on the server, as far as is known: the document may be dropped and loaded anew. */
  readonly isClean: boolean
  /** The client ids under which something may have been written that the server has not confirmed. */
  readonly unconfirmedClients: readonly number[]
  /** What the server wants the user to know of the document. (S6) */
  readonly notices: ReadonlySet<NoticeCode>
  /** Resolves when everything edited so far is confirmed; rejects if some of it was refused. */
  whenSaved(): Promise<SavedLevel>
  close(): void
}

const OPEN = 1

/** Begin before the provider connects: what the document holds by then counts as not yet confirmed. */
export function trackSaved(provider: SyncProvider, doc: Y.Doc, options: TrackOptions = {}): SavedTracker {
  const { onChange = () => undefined, startsUnsaved = false, unsavedClients, onDiverged = () => undefined } = options
  let edited = 1
  let confirmed = 0
  let level: SavedLevel = 'memory'
  let refused: RefusalCode | null = null
  let greeting: Greeting | null = null
  let everConnected = false
  /** Marks mean something only after the server has had what we had before this connection. */
  let caughtUp = false
  /** Whether there is anything that the user did: a fresh document has nothing to lose. */
  let touched = startsUnsaved
  const notices = new Set<NoticeCode>()
  const unconfirmed = new Unconfirmed(doc, startsUnsaved ? (unsavedClients ?? doc.store.clients.keys()) : [])
  let stopComparing = (): void => undefined
  let waiting: { resolve: (level: SavedLevel) => void; reject: (why: Error) => void }[] = []

  const state = (): SavedState => {
    if (refused !== null) return { kind: 'refused', code: refused }
    if (confirmed >= edited) return provider.wsconnected ? { kind: 'saved', level } : { kind: 'offline' }
    if (provider.wsconnected) return everConnected ? { kind: 'saving' } : { kind: 'connecting' }
    if (touched) return { kind: 'on-device' }
    return everConnected ? { kind: 'offline' } : { kind: 'connecting' }
  }

  const changed = (): void => {
    settle()
    onChange()
  }

  const settle = (): void => {
    if (refused === null && confirmed < edited) return
    const now = waiting
    waiting = []
    for (const { resolve, reject } of now) {
      if (refused === null) resolve(level)
      else reject(new Error(`Refused: ${refused}`))
    }
  }

  const mark = (): void => {
    if (caughtUp && provider.ws?.readyState === OPEN) provider.ws.send(encodeMark(edited))
  }

  const onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === provider) return
    edited++
    touched = true
    unconfirmed.wrote()
    mark()
    changed()
  }

  const onStatus = ({ status }: { status: string }): void => {
    if (status !== 'connected') caughtUp = false
    changed()
  }

  // y-websocket keeps its handlers in an array by message type; ours stand beside its own.
  const handlers = provider.messageHandlers as Handler[]
  const stockSync = handlers[SYNC]
  handlers[SYNC] = (encoder, decoder, self, emitSynced, type) => {
    const question = decoding.clone(decoder)
    const asksForOurs = decoding.readVarUint(question) === SYNC_STEP_1
    stockSync?.(encoder, decoder, self, emitSynced, type)
    if (!asksForOurs) return
    const claimed = unconfirmed.claimedBy(decoding.readVarUint8Array(question))
    // The provider sends its answer, all that the server lacks, after this handler; a mark may follow only then.
    queueMicrotask(() => {
      if (!provider.wsconnected) return
      caughtUp = true
      everConnected = true
      if (claimed !== null) provider.ws?.send(encodeSync(SYNC_UPDATE, claimed))
      mark()
    })
  }
  handlers[SAVED] = (_encoder, decoder) => {
    const saved = readSaved(decoder)
    confirmed = Math.max(confirmed, saved.counter)
    level = saved.level
    if (confirmed >= edited) unconfirmed.confirmed()
    changed()
  }
  handlers[REFUSED] = (_encoder, decoder) => {
    refused ??= readRefused(decoder).code
    changed()
  }
  handlers[HELLO] = (_encoder, decoder) => {
    greeting = readHello(decoder)
    // From now on the server can tell whether this document is of its history. (S8)
    provider.params = { ...provider.params, epoch: greeting.epoch }
    changed()
  }
  handlers[CHECK] = (_encoder, decoder) => {
    const theirs = readCheck(decoder)
    // Only with nothing of ours on the way both documents must be the same.
    if (refused !== null || confirmed < edited) return
    stopComparing()
    stopComparing = compareInTurns(doc, theirs, (hash) => {
      provider.ws?.send(encodeDiverged(hash))
      onDiverged()
    })
  }
  handlers[NOTICE] = (_encoder, decoder) => {
    const notice = readNotice(decoder)
    if (notice !== null) notices.add(notice)
    changed()
  }

  doc.on('update', onUpdate)
  provider.on('status', onStatus)

  return {
    get state() {
      return state()
    },
    get greeting() {
      return greeting
    },
    get isClean() {
      return refused === null && (confirmed >= edited || !touched)
    },
    get unconfirmedClients() {
      return unconfirmed.clients
    },
    notices,
    whenSaved: () =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        settle()
      }),
    close() {
      stopComparing()
      doc.off('update', onUpdate)
      provider.off('status', onStatus)
    },
  }
}
