import type { Block } from '@briefboard/board'
import { expect, test } from 'vitest'
import { assessmentLines, blocksOnlyIn } from './assessment-lines.ts'

const paragraph = (text: string): Block => ({ type: 'paragraph', content: [{ type: 'text', text }] })

test('an assessment becomes lines in Markdown’s signs, citations written out', () => {
  const blocks: Block[] = [
    { type: 'heading', level: 2, content: [{ type: 'text', text: 'Oil' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'Income fell' },
        { type: 'citation', citation: { symbol: 'S/2018/80', paragraph: 13 } },
      ],
    },
    { type: 'list', ordered: true, items: [[paragraph('one'), paragraph('more')], [paragraph('two')]] },
    { type: 'quote', blocks: [paragraph('said')] },
    paragraph(' '),
  ]
  expect(assessmentLines(blocks)).toEqual([
    '## Oil',
    'Income fell [S/2018/80, para. 13]',
    '1. one',
    '   more',
    '2. two',
    '> said',
  ])
})

test('only paragraphs that the card does not have word for word are put into it', () => {
  const mine = [paragraph('same'), paragraph('mine'), paragraph(''), paragraph('changed here')]
  expect(blocksOnlyIn(mine, [paragraph('same'), paragraph('changed')])).toEqual([mine[1], mine[3]])
})
