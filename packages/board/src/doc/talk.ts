/** Comment threads of a board: read from and written into its talk document. */
import { CardId, newId } from '@briefboard/protocol'
import * as Y from 'yjs'
import * as z from 'zod/mini'
import { Who } from '../model.ts'
import { contentsOf, countValues, entriesOf, entryOf, rootOf, valuesOf } from './items.ts'
import { LIMITS } from './limits.ts'
import { NotMade } from './not-made.ts'
import { beginningOf, plainValue, wholeCharacters } from './plain-value.ts'
import { addProblem, isFull, type Problem } from './problems.ts'
import { ROOTS, threadsMap } from './schema.ts'
import { finished, type Steps } from './steps.ts'

/** Where a thread hangs in an assessment: two encoded relative positions (base64) and the words between them when it was begun. */
export const Anchor = z.object({
  start: z.string().check(z.maxLength(LIMITS.title)),
  end: z.string().check(z.maxLength(LIMITS.title)),
  quote: z.string().check(z.maxLength(2000)),
})
export type Anchor = z.infer<typeof Anchor>

export interface Message {
  /** No other message of the thread has it. */
  id: string
  by: Who
  /** ISO 8601, or whatever a broken client wrote. */
  at: string
  text: string
}

const LONGEST_MESSAGE = 10_000
const LONGEST_NAME = LIMITS.name
/** Less than a millisecond. */
const MESSAGES_A_STEP = 100

const Resolution = z.object({ by: Who, at: z.string().check(z.maxLength(LONGEST_NAME)) })

const CardOrNone = z.catch(z.union([CardId, z.literal('')]), '')
const AnchorOrNone = z.catch(z.nullable(Anchor), null)
const ResolutionOrNone = z.catch(z.nullable(Resolution), null)
const WhoOrNobody = z.catch(Who, { id: 'unknown', name: 'Unknown' })
const TextOrNone = z.catch(z.string(), '')

export interface Thread {
  id: string
  /** Empty where it names none. */
  card: string
  /** null: about the card as a whole. */
  anchor: Anchor | null
  messages: Message[]
  resolved: z.infer<typeof Resolution> | null
}

/** All threads that can be read, oldest first. Never throws: what cannot be read is named, and stays in the document. */
export const readThreads = (doc: Y.Doc, problems: Problem[] = []): Thread[] => finished(threadSteps(doc, problems))

/** The same in steps. What is changed between two of them is read as it was or as it is. */
export const threadSteps = (doc: Y.Doc, problems: Problem[] = []): Steps<Thread[]> =>
  firstOfThreads(doc, problems, LIMITS.messages)

/** How many open threads each card has: as `openThreads` counts them, without reading more than how each thread begins. */
export function* openThreadSteps(doc: Y.Doc): Steps<Map<string, number>> {
  return openThreads(yield* firstOfThreads(doc, [], 1))
}

/** Each thread with so many of its messages at most. */
function* firstOfThreads(doc: Y.Doc, problems: Problem[], most: number): Steps<Thread[]> {
  const found = yield* findThreads(doc, problems)
  const looked = shareOf(found, LIMITS.allMessages)
  if (looked < LIMITS.messages && found.some(({ values }) => values > looked))
    addProblem(
      problems,
      ROOTS.threads,
      `has more than ${LIMITS.allMessages} messages; the first ${looked} of each thread are read`,
    )
  let threads: Thread[] = []
  let read = 0
  for (const { id, map, list } of found) {
    yield
    const at = pathOf(id, problems)
    const messages = yield* readMessages(list, { at, problems, looked, most })
    if (messages.length === 0) addProblem(problems, at, 'has no message')
    else threads.push(readThread(id, map, messages))
    if (messages.length > 0) read++
    // Sorting a million at the end would be one long step.
    if (threads.length === 2 * LIMITS.threads) threads = newestOf(threads)
  }
  if (read > LIMITS.threads)
    addProblem(problems, ROOTS.threads, `There are ${read}; the newest ${LIMITS.threads} are read.`)
  return newestOf(threads)
}

const newestOf = (threads: readonly Thread[]): Thread[] => threads.toSorted(oldestFirst).slice(-LIMITS.threads)

interface Found {
  id: string
  map: Y.Map<unknown>
  list: Y.Array<unknown>
  /** How many stand in the list, messages or not. */
  values: number
}

function* findThreads(doc: Y.Doc, problems: Problem[]): Steps<Found[]> {
  const found: Found[] = []
  for (const entry of entriesOf(rootOf(doc, ROOTS.threads))) {
    if (entry === null) {
      yield
      continue
    }
    const [id, value] = entry
    const map = isThreadId(id) && value instanceof Y.Map ? value : null
    const list = entryOf(map, 'messages')
    if (map === null) addProblem(problems, pathOf(id, problems), 'is no thread')
    else if (list instanceof Y.Array) found.push({ id, map, list, values: yield* countValues(list) })
    else addProblem(problems, pathOf(id, problems), 'has no message')
  }
  return found
}

/** Where there is no room for another problem, its path need not be made. */
const pathOf = (id: string, problems: readonly Problem[]): string => (isFull(problems) ? '' : `${ROOTS.threads}/${id}`)

/**
 * How many messages of each thread are looked at, if it may be so many altogether: short threads are read whole, and long ones
 * share what is left. It depends on what the document says alone, and so is the same in every copy.
 */
function shareOf(found: readonly Found[], altogether: number): number {
  const threadsWith = new Uint32Array(LIMITS.messages + 1)
  for (const { values } of found) threadsWith[Math.min(values, LIMITS.messages)]!++
  let left = altogether
  let threads = found.length - threadsWith[0]!
  for (let share = 1; share <= LIMITS.messages; share++) {
    left -= threads
    if (left < 0) return Math.max(1, share - 1)
    threads -= threadsWith[share]!
  }
  return LIMITS.messages
}

const isThreadId = (id: string): boolean => id.length <= LIMITS.name && wholeCharacters(id) === id

function oldestFirst(a: Thread, b: Thread): number {
  const [one, two] = [startOf(a), startOf(b)]
  return one === two ? (a.id < b.id ? -1 : 1) : one < two ? -1 : 1
}

const startOf = (thread: Thread): string => thread.messages[0]?.at ?? ''

function readThread(id: string, map: Y.Map<unknown>, messages: Message[]): Thread {
  return {
    id,
    card: CardOrNone.parse(plain(entryOf(map, 'card'))),
    anchor: AnchorOrNone.parse(plain(entryOf(map, 'anchor') ?? null)),
    messages,
    resolved: ResolutionOrNone.parse(plain(entryOf(map, 'resolved') ?? null)),
  }
}

interface Reading {
  at: string
  problems: Problem[]
  /** So many values are looked at, and so many messages read. */
  looked: number
  most: number
}

/** What was said is read, whoever said it and whenever; of two messages with one id, the second is given another. */
function* readMessages(list: Y.Array<unknown>, { at, problems, looked, most }: Reading): Steps<Message[]> {
  const messages: Message[] = []
  const ids = new Set<string>()
  let passed = 0
  for (const content of contentsOf(list, { items: LIMITS.listItems })) {
    if (content === null) yield
    for (const value of content === null ? [] : valuesOf(content)) {
      if (messages.length === most) return messages
      if (passed === looked) {
        if (looked === LIMITS.messages)
          addProblem(problems, `${at}/messages`, `has more than ${looked} messages; the first ones are read`)
        return messages
      }
      if (++passed % MESSAGES_A_STEP === 0) yield
      const message = readMessage(plain(value))
      if (message === null) {
        addProblem(problems, `${at}/messages`, 'has one that has no text')
        continue
      }
      const id = unusedId(message.id, ids, messages.length)
      ids.add(id)
      messages.push({ ...message, id })
    }
  }
  return messages
}

function readMessage(value: unknown): Message | null {
  if (typeof value !== 'object' || value === null) return null
  // It was asked whether it is an object; a copy of `plainValue` has no keys but its own.
  const { id, by, at, text } = value as Record<string, unknown>
  if (typeof text !== 'string') return null
  return {
    ...{ id: TextOrNone.parse(id), at: TextOrNone.parse(at).slice(0, LONGEST_NAME) },
    ...{ by: WhoOrNobody.parse(by), text: beginningOf(text, LONGEST_MESSAGE) },
  }
}

function unusedId(id: string, used: ReadonlySet<string>, index: number): string {
  if (id.length <= LIMITS.name && !used.has(id)) return id
  let other = `${id.slice(0, LIMITS.name)}~${index}`
  while (used.has(other)) other += '~'
  return other
}

/** Null for what is too large or no value at all. */
function plain(value: unknown): unknown {
  const copy = plainValue(value)
  return copy.problem === null ? copy.value : null
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

/** @throws NotMade */
export function reply(doc: Y.Doc, thread: string, said: Said, origin: unknown): void {
  const messages = threadMap(doc, thread).get('messages')
  if (!(messages instanceof Y.Array))
    throw new NotMade('Another program has put something else in the place of what was said here.')
  doc.transact(() => messages.push([{ id: newId(), ...said }]), origin)
}

/** Resolves a thread, or opens it again with null. @throws NotMade */
export function resolveThread(
  doc: Y.Doc,
  thread: string,
  resolved: { by: Who; at: string } | null,
  origin: unknown,
): void {
  const map = threadMap(doc, thread)
  doc.transact(() => map.set('resolved', resolved), origin)
}

function threadMap(doc: Y.Doc, thread: string): Y.Map<unknown> {
  const map = threadsMap(doc).get(thread)
  if (map instanceof Y.Map) return map
  throw new NotMade('The thread is gone: somebody has removed it.')
}
