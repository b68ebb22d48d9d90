import { describe, expect, it } from 'vitest'
import type { Block } from '@briefboard/board'
import { board, card, cite, figure, judgement, REPORTS, STAMP, text } from './fixture.ts'
import { escapeMarkdown } from './markdown-escape.ts'
import { project } from './project.ts'
import { renderMarkdown } from './render-markdown.ts'

const render = (...cards: ReturnType<typeof card>[]): string =>
  renderMarkdown(project(board(cards, { figures: [figure('f1', 'x')] }), REPORTS, { ceiling: 'red' }), STAMP)

describe('escaped text', () => {
  it.each([
    ['# heading', '\\# heading'],
    ['- bullet', '\\- bullet'],
    ['1. first', '1\\. first'],
    ['=== rule', '\\=== rule'],
    ['a *b* _c_ `d` ~e~ |f|', 'a \\*b\\* \\_c\\_ \\`d\\` \\~e\\~ \\|f\\|'],
    ['<img src=x onerror=alert(1)>', '\\<img src=x onerror=alert(1)\\>'],
    ['![i](javascript:x) &lt; $x$', '\\!\\[i\\](javascript:x) \\&lt; \\$x\\$'],
    [
      'see https://evil.example or www.evil.example, a@b.example',
      'see https\\://evil.example or www\\.evil.example, a\\@b.example',
    ],
    ['two\n# lines', 'two \\# lines'],
    ['turned \u202egpj.exe', 'turned gpj.exe'],
    ['isolated \u2067a', 'isolated a'],
  ])('%j does nothing', (words, escaped) => {
    expect(escapeMarkdown(words)).toBe(escaped)
  })
})

describe('the Markdown', () => {
  it('begins and ends with the marking, and marks each card', () => {
    const lines = render(card('x', { marking: 'amber+strict' }))
      .trim()
      .split('\n')
    expect([lines[0], lines.at(-1)]).toEqual(['**TLP:AMBER+STRICT**', '**TLP:AMBER+STRICT**'])
  })

  it('writes neighbouring citations as one, with a link to the document', () => {
    expect(render(card('x'))).toContain('towns. ([S/2018/80, paras. 43 and 44](https://undocs.org/S/2018/80)) Second')
  })

  it('keeps bold, italics, lists, quotes and headings, with the marks inside the spaces', () => {
    const shown = render(
      card('x', {
        assessment: [
          { type: 'heading', level: 2, content: [text('Why')] },
          {
            type: 'list',
            ordered: true,
            items: [
              [
                {
                  type: 'paragraph',
                  content: [text('One '), { type: 'text', text: 'two ', bold: true, italic: true }, text('three')],
                },
              ],
            ],
          },
          {
            type: 'quote',
            blocks: [
              {
                type: 'paragraph',
                content: [text('> said'), { type: 'break' }, text('- so'), { type: 'citation', citation: cite(2) }],
              },
            ],
          },
        ],
      }),
    )
    expect(shown).toContain('##### Why\n\n1. One ***two*** three\n\n> \\> said\\\n> \\- so ([S/2018/80, para. 2](')
  })

  it('strikes what is struck, and leads where a link leads', () => {
    const shown = render(
      card('x', {
        assessment: [
          {
            type: 'paragraph',
            content: [
              text('It is '),
              { type: 'text', text: 'not ', strike: true },
              { type: 'text', text: 'a [plan]', bold: true, link: 'https://example.org/a (b)?c=<d>' },
            ],
          },
        ],
      }),
    )
    expect(shown).toContain(String.raw`It is ~~not~~ [**a \[plan\]**](<https://example.org/a%20(b)?c=%3Cd%3E>)`)
  })

  it('numbers lists as they are numbered, and keeps two neighbours apart', () => {
    const item = (words: string): Block[] => [{ type: 'paragraph', content: [text(words)] }]
    const shown = render(
      card('x', {
        assessment: [
          { type: 'list', ordered: true, start: 9, items: [item('nine'), item('ten')] },
          { type: 'list', ordered: true, start: 20, items: [item('twenty')] },
          { type: 'list', ordered: true, items: [item('one')] },
          { type: 'list', ordered: false, items: [item('a')] },
          { type: 'list', ordered: false, items: [item('b')] },
        ],
      }),
    )
    expect(shown).toContain('9. nine\n10. ten\n\n20) twenty\n\n1. one\n\n- a\n\n* b')
  })

  it('tells the history where there is one', () => {
    const history = [
      judgement('one', { asOf: '2016-01-29', likelihood: 'remote' }),
      judgement('two', { basis: 'one', at: '2018-03-01' }),
    ]
    expect(render(card('x', { judgements: history }))).toMatch(
      /\| 29 January 2016 \| Severe \| Rising \| almost no chance/,
    )
    expect(render(card('x'))).not.toContain('How the judgement moved')
  })
})
