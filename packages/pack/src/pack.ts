/** What goes into a pack and what comes out of it. */
import type { Board, Report } from '@briefboard/board'
import type { Marking, PackFile, PackFormat } from '@briefboard/protocol'
import type { Withheld } from './projection.ts'

export interface PackOptions {
  formats: readonly PackFormat[]
  /** Nothing marked above this is in any file. */
  ceiling: Marking
  /** Ids of cards, in this order; all that are not archived, in the board's order, if left out. */
  cards?: readonly string[] | undefined
}

export interface PackInput {
  board: Board
  reports: readonly Report[]
  /** The frozen state that the board was read from, as a hash (see `snapshotHash`). */
  boardState: { hash: string }
  options: PackOptions
  /** ISO 8601; the only clock that a pack knows. */
  now: string
  toolVersion: string
}

export interface BuiltFile {
  name: string
  bytes: Uint8Array
}

export interface Manifest {
  $schema: string
  version: 1
  board: { id: string; title: string }
  /** SHA-256 of the frozen board, in hexadecimal. */
  snapshot: string
  marking: Marking
  options: { formats: PackFormat[]; ceiling: Marking; cards: string[] }
  withheld: Withheld
  files: PackFile[]
  /** Characters that the PDF's fonts lack and that stand there as [U+…]. */
  unprintable: string[]
  tool: { name: 'Briefboard'; version: string }
  createdAt: string
}

export interface BuiltPack {
  /** The formats asked for, the drawings behind `briefing.md`, and `manifest.json` last. */
  files: BuiltFile[]
  manifest: Manifest
}

export interface PackProgressReport {
  stage: 'projecting' | 'rendering' | 'checking'
  /** 0 to 1. */
  done: number
  words: string
}

export type ReportProgress = (progress: PackProgressReport) => void

/** What a renderer may know besides the projection. */
export interface Stamp {
  /** The frozen board's hash. */
  snapshot: string
  /** ISO 8601. */
  now: string
  toolVersion: string
}
