import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { board, card, figure, judgement, REPORTS, STAMP, text } from './fixture.ts'
import type { Block, Board, Text } from '@briefboard/board'
import { project } from './project.ts'
import { renderPdf } from './render-pdf.ts'

const folder = mkdtempSync(join(tmpdir(), 'briefboard-pack-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What another program reads in the PDF: its text page by page, and its properties. */
function readElsewhere(bytes: Uint8Array): { pages: string[]; properties: string } {
  const file = join(folder, 'briefing.pdf')
  writeFileSync(file, bytes)
  try {
    const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
    return {
      pages,
      properties: execFileSync('pdfinfo', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    }
  } catch (cause) {
    throw new Error('These tests read PDFs with pdftotext: install poppler-utils (apt-get install poppler-utils).', {
      cause,
    })
  }
}

const render = (made: Board) => renderPdf(project(made, REPORTS, { ceiling: 'amber' }), STAMP)
const flat = (words: string): string => words.replaceAll(/\s+/g, ' ')

describe('the PDF', () => {
  const chain = [
    judgement('one', { asOf: '2016-01-29', likelihood: 'remote', by: { id: 'briefboard', name: 'x' } }),
    judgement('two', { basis: 'one', at: '2018-03-01' }),
  ]
  const made = board([card('alpha', { judgements: chain }), card('beta', { region: 'sahel', marking: 'amber' })], {
    figures: [figure('f1', 'alpha')],
  })
  const { pages, properties } = readElsewhere(render(made).bytes)
  const all = flat(pages.join(' '))

  it('bears the marking in header and footer of every page, and "n of m"', () => {
    expect(pages.length).toBeGreaterThan(5)
    for (const [index, page] of pages.entries()) {
      const lines = page.trim().split('\n')
      expect(lines[0]).toMatch(/TLP:AMBER$/)
      expect(lines.at(-1)).toMatch(new RegExp(`${index + 1} of ${pages.length}\\s+TLP:AMBER$`))
    }
  })

  it('holds each card’s title, judgement, assessment, gaps, figures and history', () => {
    for (const words of [
      'Title of alpha in words',
      'Title of beta in words',
      'First sentence about alpha',
      'How many people beta has',
      'Income counted for f1',
      '260,000,000 USD',
      'almost no chance',
      '29 January 2016',
      '55–80 %',
    ]) {
      expect(all).toContain(words)
    }
  })

  it('numbers lists as they are numbered, and says in a note where a link leads', () => {
    const link = 'https://example.org/watch'
    const linked: Text[] = [
      { type: 'text', text: 'harbour ', link },
      { type: 'text', text: 'watch', bold: true, link },
    ]
    const assessment: Block[] = [
      { type: 'list', ordered: true, start: 41, items: [[{ type: 'paragraph', content: linked }]] },
      { type: 'paragraph', content: [{ type: 'text', text: link, link, strike: true }] },
    ]
    const { pages } = readElsewhere(render(board([card('linked', { assessment })])).bytes)
    const shown = flat(pages.join(' '))
    expect(shown).toMatch(/41\. harbour watch/)
    expect(shown.split(link)).toHaveLength(3)
  })

  it('groups neighbouring citations in one footnote, and lists every cited paragraph at the end', () => {
    expect(all).toContain('S/2018/80, paras. 43 and 44')
    expect(all).toContain('Digest of paragraph 44 of S/2018/80')
    expect(all).not.toContain('Digest of paragraph 45')
  })

  it('says whose scale and whose example the judgements are', () => {
    expect(all).toContain('The cited reports contain no such judgements.')
    expect(all).toContain('This scale is Briefboard’s own.')
  })

  it('is tagged, and names nobody but Briefboard', () => {
    expect(properties).toMatch(/Title:\s+Harbour watch/)
    expect(properties).toMatch(/Author:\s+Briefboard\n/)
    expect(properties).toMatch(/Tagged:\s+yes/)
    expect(properties).toMatch(/CreationDate:\s+Sun Nov 22 03:04:05 2026/)
    expect(all + properties).not.toContain('Anna')
  })
})

describe('text that tries to be something else', () => {
  const hostile =
    '#panic("x") $x^2$ *b* _i_ @ref <label> `raw` \\ // c /* d */ #sys.inputs [z] ~ -- ... = no <script>alert(1)</script>'

  it('shows as it was written', () => {
    const made = board(
      [
        card('x', {
          title: hostile,
          keyJudgement: hostile,
          assessment: [{ type: 'paragraph', content: [text(hostile)] }],
          gaps: [{ text: hostile, citations: [] }],
          judgements: [judgement('j', { reason: hostile })],
        }),
      ],
      { title: hostile, description: hostile },
    )
    const shown = readElsewhere(render(made).bytes)
    const squeezed = shown.pages.join('').replaceAll(/\s+/g, '')
    for (const part of [
      '#panic("x")$x^2$*b*_i_@ref<label>`raw`\\//c/*d*/',
      '#sys.inputs[z]~--...=no',
      '<script>alert(1)</script>',
    ]) {
      expect(squeezed.split(part.replaceAll(' ', '')).length, part).toBeGreaterThan(4)
    }
  })

  it('may be in other scripts; what no font has is written as its code point and reported', () => {
    const words = 'Привет, Ελλάς, مرحبا بالعالم, 漢字, \u0000\u202e\ud800 end'
    const { bytes, unprintable } = render(board([card('x', { keyJudgement: words, title: 'Title مرحبا 漢' })]))
    const shown = flat(readElsewhere(bytes).pages.join(' '))
    expect(shown).toContain('Привет, Ελλάς')
    expect(shown).toContain('[U+6F22][U+5B57]')
    expect(unprintable).toEqual(expect.arrayContaining(['U+5B57', 'U+6F22']))
  })
})

describe('a card that is odd', () => {
  it('may be empty in every field', () => {
    const empty = { title: '', keyJudgement: '', assessment: [], gaps: [], judgements: [] }
    const hollow: Block[] = [
      { type: 'paragraph', content: [] },
      { type: 'heading', level: 2, content: [text(' ')] },
      {
        type: 'list',
        ordered: false,
        items: [[], [{ type: 'paragraph', content: [] }], [{ type: 'paragraph', content: [text('kept')] }]],
      },
      { type: 'quote', blocks: [] },
    ]
    const made = board([card('x', empty), card('y', { assessment: hollow })], { description: '', asOf: null })
    const shown = flat(readElsewhere(render(made).bytes).pages.join(' '))
    expect(shown).toContain('Untitled card')
    expect(shown).toContain('kept')
  })

  it('is named when it cannot be set', () => {
    const deep = Array.from({ length: 400 }).reduce<Block>((inner) => ({ type: 'quote', blocks: [inner] }), {
      type: 'paragraph',
      content: [text('at the bottom')],
    })
    const made = board([card('good'), card('deep', { assessment: [deep] })])
    expect(() => render(made)).toThrow(expect.objectContaining({ code: 'render-failed', card: 'deep' }))
  })
})

it('sets 60 cards, each on the pages that it needs', () => {
  const many = board(Array.from({ length: 60 }, (_, index) => card(`c${String(index).padStart(3, '0')}`)))
  const start = performance.now()
  const { bytes } = render(many)
  process.stdout.write(
    `60 cards: ${Math.round(performance.now() - start)} ms, ${Math.round(bytes.length / 1024)} KiB\n`,
  )
  expect(readElsewhere(bytes).pages.length).toBeGreaterThan(60)
}, 60_000)

// Backslashes took a minute for two thousand, marks on one letter as long for thirty thousand.
const LONG_RUNS: Record<string, string> = {
  backslashes: '\\',
  brackets: '[](',
  'marks on one letter': '\u0301',
  joiners: '\u200d',
  'direction marks': '\u202ea\u202c',
  'soft hyphens': 'a\u00ad',
}

it.each(Object.entries(LONG_RUNS))(
  'sets 20,000 %s in a row within a bound, and what stands beside them',
  (_, signs) => {
    const words = `Before them. ${signs.repeat(20_000 / signs.length)} Behind them.`
    const made = board([card('x', { assessment: [{ type: 'paragraph', content: [text(words)] }] })])
    const shown = flat(readElsewhere(render(made).bytes).pages.join(' '))
    expect(shown).toContain('Before them.')
    expect(shown).toContain('Behind them.')
  },
  60_000,
)
