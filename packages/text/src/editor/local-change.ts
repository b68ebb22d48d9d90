/** What somebody has done in the document, step by step, into the text. */
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { Step } from 'prosemirror-transform'
import type * as Y from 'yjs'
import { formatOf, type EmbedNodes } from './schema.ts'
import { stretchBetween, unitsBefore } from './stretch.ts'
import { TextWriter } from './text-writer.ts'

interface Range {
  from: number
  to: number
  newFrom: number
  newTo: number
}

/** Writes the steps of a transaction. To be called within a transaction of the text's document. */
export function writeSteps(text: Y.Text, { steps, docs, doc }: Transaction, embeds: EmbedNodes): void {
  steps.forEach((step, at) => {
    const before = docs[at]
    const after = docs[at + 1] ?? doc
    if (before !== undefined) writeStep(text, step, before, after, embeds)
  })
}

function writeStep(text: Y.Text, step: Step, before: Node, after: Node, embeds: EmbedNodes): void {
  const writer = new TextWriter(text)
  for (const { from, to, newFrom, newTo } of rangesOf(step).toReversed()) {
    writer.replace(
      unitsBefore(before, from),
      stretchBetween(before, from, to, embeds),
      stretchBetween(after, newFrom, newTo, embeds),
    )
  }
  const first = after.child(0)
  writer.finish({ first: formatOf(first), isFirstEmpty: first.content.size === 0, count: after.childCount })
}

/** What a step changes, in order. Steps that change only how something looks say from where to where. */
function rangesOf(step: Step): Range[] {
  const ranges: Range[] = []
  step.getMap().forEach((from, to, newFrom, newTo) => ranges.push({ from, to, newFrom, newTo }))
  if (ranges.length > 0) return ranges
  const { from, to, pos } = step.toJSON() as { from?: number; to?: number; pos?: number } // as each kind of step has it
  if (from !== undefined && to !== undefined) return [{ from, to, newFrom: from, newTo: to }]
  return pos === undefined ? [] : [{ from: pos, to: pos + 1, newFrom: pos, newTo: pos + 1 }]
}
