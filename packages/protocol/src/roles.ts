/** Roles and what each may do. The right to a room follows from the role alone, so no update is looked into for it. */
import * as z from 'zod/mini'
import type { RoomKind } from './ids.ts'

export const ROLES = ['viewer', 'reviewer', 'editor', 'officer', 'owner'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

export const RIGHTS = ['read', 'write'] as const
export type Right = (typeof RIGHTS)[number]

const WRITERS: Record<RoomKind, readonly Role[]> = {
  board: ['editor', 'officer', 'owner'],
  card: ['editor', 'officer', 'owner'],
  talk: ['reviewer', 'editor', 'officer', 'owner'],
}

/** Every role may read every room; who may write depends on the kind of room. */
export function rightTo(kind: RoomKind, role: Role): Right {
  return WRITERS[kind].includes(role) ? 'write' : 'read'
}

export type Action = 'export-pack' | 'create-board' | 'import-report' | 'manage-people'

const ACTORS: Record<Action, readonly Role[]> = {
  'export-pack': ['officer', 'owner'],
  'create-board': ['editor', 'officer', 'owner'],
  'import-report': ['editor', 'officer', 'owner'],
  'manage-people': ['owner'],
}

export function may(role: Role, action: Action): boolean {
  return ACTORS[action].includes(role)
}

/** Who somebody is to others: the name and colour stamped on presence, comments and judgements. */
export interface Person {
  id: string
  name: string
  role: Role
  /** A CSS colour on which white text is readable. */
  color: string
}

/** White text on each meets WCAG AA. */
const COLORS = [
  '#7c5cc4',
  '#1f7a6d',
  '#b4552d',
  '#2f6fb5',
  '#a83e6c',
  '#5f7420',
  '#8a5a2b',
  '#3f6470',
  '#9a3fb0',
  '#b23a3a',
  '#4657c9',
  '#2e7d46',
]

/** The same person has the same colour everywhere (FNV-1a over the id). */
export function colorOf(personId: string): string {
  let hash = 0x811c9dc5
  for (const char of personId) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return COLORS[(hash ^ (hash >>> 15)) % COLORS.length] ?? '#3f6470'
}
