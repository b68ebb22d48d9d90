/**
 * Looks for passages whose anchors lead nowhere by their words: a few milliseconds a frame, so that neither a long text
 * nor many threads stop the page; and once for all that ask for the same.
 */
import type { Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { wordsAgain } from './anchors.ts'
import { wordsIn, type Range, type Words } from './words.ts'

export interface LostPassage {
  thread: string
  quote: string
  lostAt: number | null
}

export type Found = ReadonlyMap<string, Range>

const MS_A_FRAME = 8

interface Opening {
  view: EditorView
  /** What is looked for in the text as the editor shows it now; empty when all of it has been. */
  lost: () => readonly LostPassage[]
  /** All of it has been looked for. */
  onFound: (found: Found) => void
}

export class LostPassages {
  readonly #opening: Opening
  #frame: number | null = null
  /** The text in which the answers below were found. */
  #text: Node | null = null
  #words: Words | null = null
  readonly #answers = new Map<string, Range | null>()

  constructor(opening: Opening) {
    this.#opening = opening
  }

  /** To be called when what is looked for may have changed. */
  look(): void {
    if (this.#opening.lost().length > 0) this.#frame ??= requestAnimationFrame(() => this.#work())
  }

  #work(): void {
    this.#frame = null
    const { view, lost, onFound } = this.#opening
    const found = new Map<string, Range>()
    const until = performance.now() + MS_A_FRAME
    for (const passage of lost()) {
      if (performance.now() > until) return this.look()
      const range = this.#answer(view.state.doc, passage)
      if (range !== null) found.set(passage.thread, range)
    }
    onFound(found)
  }

  #answer(text: Node, { quote, lostAt }: LostPassage): Range | null {
    if (this.#text !== text) {
      this.#text = text
      this.#words = null
      this.#answers.clear()
    }
    const key = `${lostAt ?? ''}:${quote}`
    let answer = this.#answers.get(key)
    if (answer === undefined) {
      answer = wordsAgain((this.#words ??= wordsIn(text)), quote, lostAt)
      this.#answers.set(key, answer)
    }
    return answer
  }

  close(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
  }
}
