/** Comment threads of a board: read from and written into its talk document. */
import { newId } from '@briefboard/protocol'
import * as Y from 'yjs'
import * as z from 'zod/mini'
import { Who } from '../model.ts'
import { threadsMap } from './schema.ts'

/** Where a thread hangs in an assessment: two encoded relative positions (base64) and the words between them when it was begun. */
export const Anchor = z.object({ start: z.string(), end: z.string(), quote: z.string().check(z.maxLength(2000)) })
export type Anchor = z.infer<typeof Anchor>

export const Message = z.object({
  id: z.string(),
  by: Who,
  at: z.string(),
  text: z.string().check(z.maxLength(10_000)),
})
export type Message = z.infer<typeof Message>

const Resolution = z.object({ by: Who, at: z.string() })

const CardOrNone = z.catch(z.string(), '')
const AnchorOrNone = z.catch(z.nullable(Anchor), null)
const ResolutionOrNone = z.catch(z.nullable(Resolution), null)

export interface Thread {
  id: string
  card: string
  /** null: about the card as a whole. */
  anchor: Anchor | null
  messages: Message[]
  resolved: z.infer<typeof Resolution> | null
}

/** All threads that can be read, oldest first. */
export function readThreads(doc: Y.Doc): Thread[] {
  return [...threadsMap(doc)]
    .flatMap(([id, map]) => (map instanceof Y.Map ? [readThread(id, map)] : []))
    .filter(({ messages }) => messages.length > 0)
    .toSorted((a, b) => startOf(a).localeCompare(startOf(b)) || a.id.localeCompare(b.id))
}

const startOf = (thread: Thread): string => thread.messages[0]?.at ?? ''

function readThread(id: string, map: Y.Map<unknown>): Thread {
  const messages = map.get('messages')
  return {
    id,
    card: CardOrNone.parse(map.get('card')),
    anchor: AnchorOrNone.parse(map.get('anchor') ?? null),
    messages:
      messages instanceof Y.Array ? messages.toArray().flatMap((value) => Message.safeParse(value).data ?? []) : [],
    resolved: ResolutionOrNone.parse(map.get('resolved') ?? null),
  }
}

/** How many open threads each card has. */
export function openThreads(threads: readonly Thread[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { card, resolved } of threads) if (resolved === null) counts.set(card, (counts.get(card) ?? 0) + 1)
  return counts
}

interface Said {
  by: Who
  at: string
  text: string
}

export function startThread(doc: Y.Doc, card: string, anchor: Anchor | null, said: Said, origin: unknown): string {
  const id = newId()
  doc.transact(() => {
    const map = new Y.Map<unknown>()
    map.set('card', card)
    map.set('anchor', anchor)
    map.set('resolved', null)
    map.set('messages', Y.Array.from([{ id: newId(), ...said }]))
    threadsMap(doc).set(id, map)
  }, origin)
  return id
}

export function reply(doc: Y.Doc, thread: string, said: Said, origin: unknown): void {
  const messages = threadMap(doc, thread)?.get('messages')
  if (messages instanceof Y.Array) doc.transact(() => messages.push([{ id: newId(), ...said }]), origin)
}

/** Resolves a thread, or opens it again with null. */
export function resolveThread(
  doc: Y.Doc,
  thread: string,
  resolved: { by: Who; at: string } | null,
  origin: unknown,
): void {
  doc.transact(() => threadMap(doc, thread)?.set('resolved', resolved), origin)
}

function threadMap(doc: Y.Doc, thread: string): Y.Map<unknown> | null {
  const map = threadsMap(doc).get(thread)
  return map instanceof Y.Map ? map : null
}
