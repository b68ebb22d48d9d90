/** The keys of a reader: from paragraph to paragraph, sentence by sentence, and to cite what is taken hold of. */
import { bySentence } from './passage.ts'
import type { ReportReader } from './report-reader.svelte.ts'
import { selectIn } from './selected.ts'

interface Setting {
  reader: () => ReportReader
  host: () => HTMLElement | undefined
  /** To a screen reader. */
  say: (words: string) => void
  oncite: () => void
  /** The passage is another now. */
  onpassage: () => void
}

const STEPS: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }
const SENTENCES: Record<string, 1 | -1> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

export class ReaderKeys {
  readonly #setting: Setting

  constructor(setting: Setting) {
    this.#setting = setting
  }

  press(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (this.#does(event)) event.preventDefault()
  }

  #does(event: KeyboardEvent): boolean {
    const sentence = event.shiftKey ? SENTENCES[event.key] : undefined
    if (sentence !== undefined) return this.#takeSentence(sentence)
    if (event.key === 'Escape') return this.#letGo()
    if (event.shiftKey) return false
    if (event.key.toLowerCase() === 'c') {
      this.#setting.oncite()
      return true
    }
    const step = STEPS[event.key]
    return step !== undefined && this.#go(step)
  }

  /** At either end the page scrolls as it would anyway. */
  #go(step: 1 | -1): boolean {
    const { paragraphs, here } = this.#setting.reader()
    const at = paragraphs.findIndex(({ key }) => key === here)
    const next = paragraphs[at + step]
    if (next === undefined) return false
    getSelection()?.removeAllRanges()
    const element = this.#element(next.key)
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest' })
    return element !== null
  }

  #takeSentence(step: 1 | -1): boolean {
    const { say, onpassage } = this.#setting
    const reader = this.#setting.reader()
    const paragraph = reader.here === null ? null : reader.paragraph(reader.here)
    const element = paragraph === null ? null : this.#element(paragraph.key)
    if (paragraph === null || paragraph.own === null || element === null || !reader.showsText(paragraph)) return false
    const { passage } = reader
    const taken = passage?.paragraph.key === paragraph.key ? passage.range : null
    const range = bySentence(paragraph.own, taken, step)
    reader.passage = { paragraph, range }
    if (range === null) getSelection()?.removeAllRanges()
    else selectIn(element, range)
    say(range === null ? 'Nothing selected.' : `Selected: ${paragraph.own.text.slice(...range)}`)
    onpassage()
    return true
  }

  #letGo(): boolean {
    const reader = this.#setting.reader()
    const { passage } = reader
    if (passage === null || passage.range === null) return false
    getSelection()?.removeAllRanges()
    reader.passage = { paragraph: passage.paragraph, range: null }
    this.#setting.onpassage()
    return true
  }

  #element(key: string): HTMLElement | null {
    return this.#setting.host()?.querySelector<HTMLElement>(`[data-paragraph="${CSS.escape(key)}"]`) ?? null
  }
}
