/** A card's assessment as plain data for the Typst template; blocks that hold nothing are left out. */
import { inlinesOf, textOf, type Block, type Inline } from '@briefboard/board'
import { isBlank } from './blank.ts'
import { citedDocuments, runsOf, type Run } from './citation-runs.ts'
import type { ProjectedCard } from './projection.ts'

export const assessmentData = ({ id, assessment }: ProjectedCard): unknown[] => blocksData(assessment, id)

/** An editor leaves empty paragraphs behind; an empty heading would make the PDF inaccessible, and Typst refuses it. */
function blocksData(blocks: readonly Block[], id: string): unknown[] {
  return blocks.flatMap((block, index) => (holdsSomething(block) ? [blockData(block, `${id}.${index}`)] : []))
}

const holdsSomething = (block: Block): boolean =>
  [...inlinesOf([block])].some(
    (inline) => inline.type === 'citation' || (inline.type === 'text' && !isBlank(inline.text)),
  )

/** Each block says its kind, and the template asks for that kind's fields only. `id` is unique in the document: the dots are ours, a card’s id has none. */
function blockData(block: Block, id: string): unknown {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return { kind: block.type, rtl: isRightToLeft(block), runs: runsWithNotes(block.content, id) }
    case 'list':
      return {
        kind: 'list',
        ordered: block.ordered,
        start: block.start ?? 1,
        items: block.items.map((item, index) => blocksData(item, `${id}.${index}`)),
      }
    case 'quote':
      return { kind: 'quote', blocks: blocksData(block.blocks, id) }
    default:
      return block satisfies never
  }
}

/** The same source twice in a paragraph is one footnote: the second time only its number is shown. */
function runsWithNotes(content: readonly Inline[], id: string): unknown[] {
  const ids = new Map<string, string>()
  return runsOf(content).map((run, index, all) => {
    if (run.type === 'text') return { ...run, noted: isNoted(run.link, run.text, all[index + 1]) }
    if (run.type === 'break') return run
    const cited = citedDocuments(run.citations)
    const key = JSON.stringify(cited)
    const again = ids.has(key)
    const note = ids.get(key) ?? `note-${id}.${ids.size}`
    ids.set(key, note)
    return { type: 'citations', id: note, again, cited }
  })
}

/** Paper leads nowhere: the address stands in a note, once behind all that is linked, unless it is what is linked. */
const isNoted = (link: string | null, text: string, next: Run | undefined): boolean =>
  link !== null && text.trim() !== link && !(next?.type === 'text' && next.link === link)

/** By the first letter that has a direction, as browsers do for `dir="auto"`. */
function isRightToLeft(block: Block): boolean {
  const [letter = ''] = /\p{L}/u.exec(textOf([block])) ?? []
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(letter)
}
