/** A text field and a shared text: what is typed goes there, what others type comes here, and the caret stays with its letter. */
import * as Y from 'yjs'

interface Delta {
  retain?: number
  insert?: unknown
  delete?: number
}

/** Keeps `field` and `text` equal until the returned function is called. `write` brings the field's new value into the text. */
export function bindText(
  field: HTMLTextAreaElement,
  text: Y.Text,
  write: (next: string) => void,
  onText: (now: string) => void,
): () => void {
  const take = (now: string): void => {
    field.value = now
    onText(now)
  }
  const fromOthers = (event: Y.YTextEvent): void => {
    const now = text.toString()
    if (field.value === now) return onText(now)
    const { selectionStart, selectionEnd, selectionDirection } = field
    const delta: Delta[] = event.delta
    take(now)
    // Setting a value puts the caret at the end, and in some browsers takes the focus.
    if (document.activeElement !== field) return
    field.setSelectionRange(caretAfter(delta, selectionStart), caretAfter(delta, selectionEnd), selectionDirection)
  }
  const fromHere = (): void => write(field.value)
  take(text.toString())
  text.observe(fromOthers)
  field.addEventListener('input', fromHere)
  return () => {
    text.unobserve(fromOthers)
    field.removeEventListener('input', fromHere)
  }
}

/** Where a caret stands after somebody else's change; what is inserted right at it comes behind it. */
export function caretAfter(delta: readonly Delta[], caret: number): number {
  let at = 0
  let after = caret
  for (const { retain, insert, delete: removed } of delta) {
    if (at >= after) break
    if (retain !== undefined) at += retain
    else if (typeof insert === 'string') {
      after += insert.length
      at += insert.length
    } else if (removed !== undefined) after -= Math.min(removed, after - at)
  }
  return after
}
