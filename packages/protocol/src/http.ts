/** The HTTP API's bodies: what a request must be, parsed once at the edge, and what an answer is. */
import * as z from 'zod/mini'
import { BoardId, CardId } from './ids.ts'
import type { PackStage } from './live.ts'
import { Role, type Person } from './roles.ts'
import { line, paragraph } from './words.ts'

export const PACK_FORMATS = ['pdf', 'md', 'json'] as const
export const PackFormat = z.enum(PACK_FORMATS)
export type PackFormat = z.infer<typeof PackFormat>

/** TLP 2.0, from the widest circle to the narrowest. */
export const MARKINGS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const
export const Marking = z.enum(MARKINGS)
export type Marking = z.infer<typeof Marking>

export const NewBoard = z.strictObject({
  id: z.optional(BoardId),
  title: line(200),
  description: z._default(paragraph(2000), ''),
  marking: z._default(Marking, 'clear'),
  /** Names of the board's regions, in order. */
  regions: z._default(z.array(line(100)).check(z.minLength(1), z.maxLength(30)), ['Global']),
})
export type NewBoard = z.infer<typeof NewBoard>

export const PackRequest = z.strictObject({
  formats: z.array(PackFormat).check(z.minLength(1), z.maxLength(PACK_FORMATS.length)),
  /** Nothing marked above this leaves the board. */
  ceiling: Marking,
  /** Which cards, in this order; all that are not archived, in the board's order, if left out. */
  cards: z.optional(z.array(CardId).check(z.minLength(1), z.maxLength(1000))),
})
export type PackRequest = z.infer<typeof PackRequest>

export const SignIn = z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(200)) })

export const PersonName = line(100)

export const NewPerson = z.strictObject({ name: PersonName, role: Role })
export type NewPerson = z.infer<typeof NewPerson>

export const PersonChange = z
  .strictObject({ name: z.optional(PersonName), role: z.optional(Role) })
  .check(z.refine(({ name, role }) => name !== undefined || role !== undefined, 'Give a name, a role, or both.'))
export type PersonChange = z.infer<typeof PersonChange>

export interface PersonDetails extends Person {
  /** ISO 8601. */
  createdAt: string
}

/** The answer to `NewPerson`; the token and the link are shown this once. */
export interface InvitedPerson {
  person: Person
  /** For `Authorization: Bearer`; does not expire. */
  token: string
  /** For one sign-in, within a week. */
  link: string
}

const Named = z.object({ id: z.string(), name: z.string() })

/** One line of the audit trail of people. */
export const PersonEvent = z.intersection(
  z.object({
    /** ISO 8601. */
    at: z.string(),
    /** The id is empty where it was no person: the server itself, or the command line. */
    by: Named,
    person: Named,
  }),
  z.discriminatedUnion('what', [
    z.object({ what: z.literal('invited'), role: Role }),
    /** `from`: the name before. */
    z.object({ what: z.literal('renamed'), from: z.string() }),
    /** `from`: the role before. */
    z.object({ what: z.literal('role-changed'), from: Role, role: Role }),
    z.object({ what: z.literal('removed') }),
  ]),
)
export type PersonEvent = z.infer<typeof PersonEvent>

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

/** A board whose document cannot be read: it is listed beside the others, and says so. */
export interface UnreadableBoard {
  id: string
  /** What happened, what is safe, and what to do. */
  words: string
}

/** What `GET /api/boards` answers. */
export interface BoardList {
  boards: BoardSummary[]
  unreadable: UnreadableBoard[]
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
