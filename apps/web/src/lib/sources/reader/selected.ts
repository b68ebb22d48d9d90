/** Between the browser's selection and places in a paragraph's text. Runs of text carry `data-from`, their place in it. */
import type { Range as Places } from './normalized-text.ts'

const RUN = '[data-from]'

export interface Selected {
  /** `data-paragraph` of the paragraph it lies in. */
  key: string
  range: Places
}

/** What is selected of one paragraph's own text under `host`; `many` if it reaches over several paragraphs. */
export function selectedIn(host: HTMLElement): Selected | 'many' | null {
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!host.contains(range.commonAncestorContainer)) return null
  const taken = [...host.querySelectorAll<HTMLElement>(RUN)].flatMap((run) => takenOf(run, range))
  const keys = new Set(taken.map(({ key }) => key))
  const [key] = keys
  if (key === undefined) return null
  if (keys.size > 1) return 'many'
  return { key, range: [Math.min(...taken.map(({ from }) => from)), Math.max(...taken.map(({ to }) => to))] }
}

function takenOf(run: HTMLElement, range: Range): { key: string; from: number; to: number }[] {
  if (!range.intersectsNode(run)) return []
  const begin = Number(run.dataset['from'])
  const length = run.textContent.length
  const from = run.contains(range.startContainer) ? offsetIn(run, range.startContainer, range.startOffset) : 0
  const to = run.contains(range.endContainer) ? offsetIn(run, range.endContainer, range.endOffset) : length
  const key = run.closest<HTMLElement>('[data-paragraph]')?.dataset['paragraph']
  return key === undefined || to <= from ? [] : [{ key, from: begin + from, to: begin + to }]
}

function offsetIn(run: HTMLElement, container: Node, offset: number): number {
  const before = document.createRange()
  before.setStart(run, 0)
  before.setEnd(container, offset)
  return before.toString().length
}

/** Selects a part of a paragraph's text, as if by hand. */
export function selectIn(paragraph: HTMLElement, [from, to]: Places): void {
  const begin = pointAt(paragraph, from, false)
  const end = pointAt(paragraph, to, true)
  if (begin !== null && end !== null) getSelection()?.setBaseAndExtent(begin.node, begin.offset, end.node, end.offset)
}

function pointAt(paragraph: HTMLElement, at: number, isEnd: boolean): { node: Node; offset: number } | null {
  for (const run of paragraph.querySelectorAll<HTMLElement>(RUN)) {
    const begin = Number(run.dataset['from'])
    const length = run.textContent.length
    const inside = isEnd ? at > begin && at <= begin + length : at >= begin && at < begin + length
    const node = run.firstChild
    if (inside && node !== null) return { node, offset: at - begin }
  }
  return null
}
