/**
 * The form of a backup file: sections one after another, all of it in gzip, and behind the last one a SHA-256 over
 * everything before it. A section is two lengths of four bytes, a head in JSON and a body of bytes.
 */
import { z } from 'zod'

/** Raised when an older program could no longer read what is written. */
export const FORM = 2
/** Before this form, the hashes of rooms were others, which nobody computes any more. */
export const FORM_OF_HASHES = 2
export const LENGTHS_BYTES = 8
export const DIGEST_BYTES = 32
/** No honest head is longer; what claims to be is no backup. */
export const MOST_HEAD_BYTES = 1024 * 1024
export const MOST_BODY_BYTES = 1024 * 1024 * 1024

const count = z.number().int().nonnegative()

/** The first section. Its counts are those of the beginning; the last section has what was really written. */
export const Header = z.object({
  section: z.literal('backup'),
  form: z.int().positive(),
  /** Names this backup and no other. */
  id: z.string(),
  /** Of the Briefboard that wrote it. */
  version: z.string(),
  /** ISO 8601, when reading began. */
  at: z.string(),
  /** How the store keeps things, which tells a folder (`flushed`) from a Redis (`replicated`). */
  durability: z.enum(['memory', 'flushed', 'replicated']),
  boards: count,
  rooms: count,
  files: count,
})
export type Header = z.infer<typeof Header>

/** The body is the room's history as a snapshot keeps it (../state.ts). */
const RoomHead = z.object({
  section: z.literal('room'),
  room: z.string(),
  /** Of what the document says. */
  hash: z.string(),
  /** In words, what of the room could not be read and is therefore missing here. */
  damage: z.array(z.string()),
})

/** The body is the value as JSON. */
const RecordHead = z.object({ section: z.literal('record'), kind: z.string(), id: z.string() })

/** The body is the file. */
const FileHead = z.object({ section: z.literal('file'), name: z.string() })

/** The last section, without a body; the SHA-256 follows it. */
export const EndHead = z.object({ section: z.literal('end'), rooms: count, records: count, files: count })
export type EndHead = z.infer<typeof EndHead>

export const Head = z.discriminatedUnion('section', [Header, RoomHead, RecordHead, FileHead, EndHead])
export type Head = z.infer<typeof Head>
export type HeadOf<S extends Head['section']> = Extract<Head, { section: S }>

export interface Section<H extends Head = Head> {
  head: H
  body: Uint8Array
}

/** The backup cannot be written or used; the message is for the operator. */
export class BackupProblem extends Error {
  override name = 'BackupProblem'
}
