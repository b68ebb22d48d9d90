/** A text field and a shared text: what is typed goes there, what others type comes here, and the caret stays with its letter. */
import {
  characterChanges,
  spliceBetween,
  startOfCharacter,
  wordsOf,
  type CharacterChange,
  type Splice,
} from '@briefboard/board'
import type * as Y from 'yjs'

export interface Bound {
  /** Brings the field's new value into the text. */
  write: (next: string) => void
  /** What the text says now, after each change. */
  onText: (now: string) => void
  /** What may stand in the text of what stands in the field, beginnings of it too. */
  clean: (typed: string) => string
  /** In UTF-16 units. */
  most: number
  /** So much of what came in one go did not fit, and is not in the text. */
  onRest: (rest: string) => void
}

/** Keeps `field` and `text` equal until the returned function is called. */
export function bindText(field: HTMLTextAreaElement, text: Y.Text, bound: Bound): () => void {
  const { write, onText, clean, most, onRest } = bound
  /** What the field said before what is being composed, and what others have changed since. */
  let composing: { base: string; others: CharacterChange[][] } | null = null

  /** What is written from here is followed when all of it is. */
  let isWriting = false
  const put = (next: string): void => {
    isWriting = true
    try {
      write(next)
    } finally {
      isWriting = false
    }
  }
  const take = (now: string, start: number, end: number): void => {
    const { selectionDirection } = field
    if (field.value !== now) field.value = now
    onText(now)
    // Setting a value puts the caret at the end, and in some browsers takes the focus.
    if (document.activeElement === field) field.setSelectionRange(start, end, selectionDirection)
  }
  const fromOthers = (event: Y.YTextEvent): void => {
    const now = wordsOf(text)
    if (isWriting) return onText(now)
    const changes = characterChanges(event)
    // A field that is changed under an input method writes its letters twice, or ends it.
    if (composing !== null) composing.others.push(changes)
    else if (field.value === now) onText(now)
    else take(now, caretAfter(changes, field.selectionStart), caretAfter(changes, field.selectionEnd))
  }
  /** Brings in what fits of a change, and puts the caret where `caretIn` says in the text that comes of it. */
  const enter = (change: Splice, caretIn: (kept: string, rest: string) => number): void => {
    const { kept, rest } = fitted(change, most)
    const next = splice(wordsOf(text), { ...change, insert: kept })
    const caret = clean(next.slice(0, caretIn(kept, rest))).length
    put(clean(next))
    const now = wordsOf(text)
    if (now !== field.value) take(now, caret, caret)
    if (rest !== '') onRest(rest)
  }
  const fromHere = (): void => {
    if (composing !== null) return
    enter(spliceBetween(wordsOf(text), field.value), (_, rest) => Math.max(0, field.selectionEnd - rest.length))
  }
  const composed = (): void => {
    if (composing === null) return
    const { base, others } = composing
    composing = null
    const mine = spliceBetween(base, field.value)
    const moved = (place: number): number => others.reduce((at, changes) => caretAfter(changes, at), place)
    const from = moved(mine.from)
    enter({ ...mine, from, to: moved(mine.to) }, (kept) => from + kept.length)
  }
  const begin = (): void => void (composing = { base: wordsOf(text), others: [] })

  field.value = wordsOf(text)
  onText(field.value)
  text.observe(fromOthers)
  field.addEventListener('input', fromHere)
  field.addEventListener('compositionstart', begin)
  field.addEventListener('compositionend', composed)
  return () => {
    composed()
    text.unobserve(fromOthers)
    field.removeEventListener('input', fromHere)
    field.removeEventListener('compositionstart', begin)
    field.removeEventListener('compositionend', composed)
  }
}

const splice = (text: string, { from, to, insert }: Splice): string => text.slice(0, from) + insert + text.slice(to)

/** As much as there is room for; no character is cut in two. */
function fitted({ insert, around }: Splice, most: number): { kept: string; rest: string } {
  const room = Math.max(0, most - around)
  if (insert.length <= room) return { kept: insert, rest: '' }
  const at = startOfCharacter(insert, room)
  return { kept: insert.slice(0, at), rest: insert.slice(at) }
}

/** Where a caret stands after somebody else's change; what is inserted right at it comes behind it. */
export function caretAfter(changes: readonly CharacterChange[], caret: number): number {
  let at = 0
  let after = caret
  for (const change of changes) {
    if (at >= after) break
    if ('retain' in change) at += change.retain
    else if ('insert' in change) {
      after += change.insert
      at += change.insert
    } else after -= Math.min(change.delete, after - at)
  }
  return after
}
