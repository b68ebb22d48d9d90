/** The HTTP API's bodies: what a request must be, parsed once at the edge, and what an answer is. */
import { z } from 'zod'
import { BoardId, CardId } from './ids.ts'
import type { PackStage } from './live.ts'

export const PACK_FORMATS = ['pdf', 'md', 'json'] as const
export const PackFormat = z.enum(PACK_FORMATS)
export type PackFormat = z.infer<typeof PackFormat>

/** TLP 2.0, from the widest circle to the narrowest. */
export const MARKINGS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export const Marking = z.enum(MARKINGS)
export type Marking = z.infer<typeof Marking>

export const NewBoard = z.strictObject({
  id: BoardId.optional(),
  title: z.string().trim().min(1).max(200),
  description: z.string().trim().max(2000).default(''),
  marking: Marking.default('clear'),
  /** Names of the board's regions, in order. */
  regions: z.array(z.string().trim().min(1).max(100)).min(1).max(30).default(['Global']),
})
export type NewBoard = z.infer<typeof NewBoard>

export const PackRequest = z.strictObject({
  formats: z.array(PackFormat).min(1).max(PACK_FORMATS.length),
  /** Nothing marked above this leaves the board. */
  ceiling: Marking,
  /** Which cards, in this order; all that are not archived, in the board's order, if left out. */
  cards: z.array(CardId).min(1).max(1000).optional(),
})
export type PackRequest = z.infer<typeof PackRequest>

export const SignIn = z.strictObject({ code: z.string().min(1).max(200) })

export interface BoardSummary {
  id: BoardId
  title: string
  description: string
  marking: Marking
  cards: number
  regions: number
  /** The date up to which the board's sources speak; null if none is set. */
  asOf: string | null
}

export interface PackFile {
  name: string
  sha256: string
  /** In bytes. */
  size: number
}

export interface PackStatus {
  id: string
  board: BoardId
  stage: PackStage
  done: number
  words: string
  by: string
  /** ISO 8601. */
  requestedAt: string
  request: PackRequest
  /** Offered only when all of them are there. */
  files: PackFile[]
  /** How many cards lie above the ceiling and were left out. */
  withheld: number
}
