/**
 * What a client may say of itself to the others in a room (S11): the fields that pages know, in the form in which they read
 * them. The server passes nothing else on, and a page takes nothing else in: a caret that is no position stops an editor.
 */
import * as z from 'zod/mini'
import { CardId } from './ids.ts'

/** Yjs' id of an item; a number that is no safe integer makes a page's search for the item throw. */
const ItemId = z.object({ client: z.int().check(z.nonnegative()), clock: z.int().check(z.nonnegative()) })

/**
 * A Yjs relative position as JSON. Yjs makes a root of any name that it is asked for, so only the text that has carets is named
 * (`assessmentOf` in packages/board); another name is left out, which loses nothing where an item says the place.
 */
const Position = z
  .object({
    type: z.nullish(ItemId),
    tname: z.catch(z.nullish(z.literal('text')), null),
    item: z.nullish(ItemId),
    assoc: z.nullish(z.int().check(z.minimum(-1), z.maximum(1))),
  })
  .check(z.refine(({ type, tname, item }) => [type, tname, item].some((part) => part !== undefined && part !== null)))

const Cursor = z.object({ anchor: Position, head: Position })

/** As the server stamps it; a colour goes into a style sheet. */
const Shown = z.object({
  id: z.string().check(z.maxLength(100)),
  name: z.string().check(z.maxLength(400)),
  color: z.string().check(z.regex(/^#[0-9a-f]{6}$/)),
})

export interface PresenceState {
  user?: z.infer<typeof Shown>
  /** The card that is open; null on the board. */
  card: CardId | null
  /** Where the caret stands; not there if it stands nowhere. */
  cursor?: z.infer<typeof Cursor>
}

/**
 * Keeps the known fields of known form and drops all else, field by field; null if it is no state, as of one who has left.
 * Never throws. `value` is parsed JSON.
 */
export function readPresenceState(value: unknown): PresenceState | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { user, card, cursor } = value as Partial<Record<keyof PresenceState, unknown>>
  const [shown, open, caret] = [Shown.safeParse(user), CardId.safeParse(card), Cursor.safeParse(cursor)]
  return {
    ...(shown.success && { user: shown.data }),
    card: open.success ? open.data : null,
    ...(caret.success && { cursor: caret.data }),
  }
}
