/** A server that takes part: how it is named, what it keeps, and how it is started. */
import type { Dialect } from '../client/dialects.ts'

export interface Contender {
  id: string
  name: string
  /** What is safe when an edit has reached the others. */
  keeps: string
  kind: 'ours' | 'peer' | 'relay'
  start(options: StartOptions): Promise<RunningServer>
}

export interface StartOptions {
  nodes?: number
  /** More settings for the server's process. */
  env?: Readonly<Record<string, string>>
  /** What is to be in its store before it starts. */
  documents?: readonly StoredDocument[]
}

export interface StoredDocument {
  room: string
  /** The whole document as one Yjs v1 update. */
  state: Uint8Array
  /** Its history as it was written, edit by edit; null: as it is after compaction. */
  log: readonly Uint8Array[] | null
}

export interface RunningServer {
  /** One a node. */
  pids: readonly number[]
  ports: readonly number[]
  redisPid: number | null
  dialect: Dialect
  /** The path of a room's WebSocket. */
  path(room: string): string
  headers(seat: number): Readonly<Record<string, string>>
  /** Runs the garbage collector of its first node and gives its memory. */
  collect(): Promise<{ rssMb: number; heapMb: number }>
  stop(): Promise<void>
}
