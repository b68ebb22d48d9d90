import { describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { errorFromMessage, errorToMessage, PackLeak } from './errors.ts'
import { board, card, figure, judgement, packInput, REPORTS, text } from './fixture.ts'
import { checkForLeaks } from './leak-check.ts'
import { openProjection } from './open-pack.ts'
import { project } from './project.ts'
import { readPdfTexts } from './pdf-read.ts'
import { knownOf, projectCard } from './project-card.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderPdf } from './render-pdf.ts'
import { STAMP } from './fixture.ts'
import { withheldStrings } from './withheld.ts'

const secret = card('secret', {
  marking: 'red',
  title: 'Warehouse at the old pier',
  actors: ['second'],
  region: 'sahel',
})
const made = board([card('open', { actors: ['first'] }), secret], { figures: [figure('f1', 'secret')] })
const clean = project(made, REPORTS, { ceiling: 'green' })
const check = (name: string, ...texts: string[]): void => checkForLeaks(made, REPORTS, clean, [{ name, texts }])

describe('the search for leaks', () => {
  it('knows the titles, sentences, names and figures of what was left out', () => {
    expect(withheldStrings(made, clean, REPORTS)).toEqual(
      expect.arrayContaining([
        'Warehouse at the old pier',
        'Second Movement',
        'Sahel belt',
        'How many people secret has is not known.',
      ]),
    )
  })

  it('does not take for a secret what a shown card says too', () => {
    const shared = board([
      card('open', { keyJudgement: 'Both cards hold this very sentence.' }),
      card('hidden', { marking: 'red', keyJudgement: 'Both cards hold this very sentence.' }),
    ])
    expect(withheldStrings(shared, project(shared, REPORTS, { ceiling: 'green' }), REPORTS)).not.toContain(
      'Both cards hold this very sentence.',
    )
  })

  it.each([
    ['a title', 'Note: WAREHOUSE at the\nold pier.'],
    ['a sentence with escapes and hyphens', 'First sen-\ntence about *secret* and its\u00a0towns\\.'],
    ['a digest that only a withheld card could cite', 'Digest of paragraph 50 of S/2018/80, in words of our own.'],
  ])('finds %s', (_, leak) => {
    expect(() => check('briefing.md', 'Something else.', leak)).toThrow(PackLeak)
  })

  it('finds it in a file’s name, and never repeats it in the error', () => {
    expect(() => check('warehouse-at-the-old-pier.md', 'clean')).toThrow(PackLeak)
    expect(() => check('a.md', 'Warehouse at the old pier')).not.toThrow(/Warehouse/)
  })

  it('stops a pack whose projection let a withheld card through', () => {
    const faulty = { ...clean, cards: [...clean.cards, projectCard(made, secret, knownOf(made))] }
    const files = [{ name: 'briefing.md', texts: [renderMarkdown(faulty, STAMP)] }]
    expect(() => checkForLeaks(made, REPORTS, faulty, files)).toThrow(PackLeak)
  })

  it('reads the finished PDF, not only what went into it', () => {
    const faulty = { ...clean, cards: [...clean.cards, projectCard(made, secret, knownOf(made))] }
    const [, ...readBack] = renderPdf(faulty, STAMP).texts
    expect(() => checkForLeaks(made, REPORTS, clean, [{ name: 'briefing.pdf', texts: readBack }])).toThrow(PackLeak)
  })

  it('lets a clean pack through', () => {
    const plain = board([
      card('open', { assessment: [{ type: 'paragraph', content: [text('Nothing else.')] }] }),
      secret,
    ])
    const shown = project(plain, REPORTS, { ceiling: 'green' })
    expect(() =>
      checkForLeaks(plain, REPORTS, shown, [
        { name: 'a.md', texts: [renderMarkdown(shown, STAMP), ...renderPdf(shown, STAMP).texts] },
      ]),
    ).not.toThrow()
  })

  it('takes no word that stands in every pack for a withheld one, whatever a card above the ceiling is called', () => {
    const shown = card('open', { region: 'levant' })
    const figures = [figure('f1', 'open', { period: '2012', low: 1 }), figure('f2', 'open', { qualifier: 'more than' })]
    const { files } = buildPack(packInput(board([shown, secret], { figures })))
    const written = files.map(({ name, bytes }) =>
      name.endsWith('.pdf') ? readPdfTexts(bytes).join('\n') : new TextDecoder().decode(bytes),
    )
    const own = new Set(wordsIn(JSON.stringify([board([shown], { figures }), REPORTS, STAMP])))
    const everywhere = [...new Set(written.flatMap(wordsIn))].filter((word) => !own.has(word) && !/\d/.test(word))
    expect(everywhere).toEqual(expect.arrayContaining(['Judged', 'pattern', 'transform', 'visible', 'manifest']))
    const named = { ...secret, tags: everywhere }
    const found = withheldStrings(board([shown, named], { figures }), clean, REPORTS)
    expect(found).toContain('pattern')
    buildPack(packInput(board([shown, named], { figures })))
  })
})

describe('a card above the ceiling may be called like what the pack prints of the others', () => {
  const gap = { text: 'What?', citations: [{ symbol: 'S/2018/80', paragraph: 13 }] }
  const open = card('open', { countries: ['DE', 'LY'], gaps: [gap], judgements: [judgement('j1', { asOf: null })] })
  const boats = { measure: 'Boats', unit: 'persons', low: 300, basis: 'counted' } as const
  const figures = [
    figure('f1', 'open', { ...boats, high: 3_000_000, period: '2015' }),
    figure('f2', 'open', { ...boats, high: null, period: '2017', qualifier: 'more than' }),
  ]
  const withHidden = (title: string) =>
    board([open, card('hidden', { marking: 'red', title, tags: [title] })], { figures })

  it.each([
    ...['31 January 2018', '1 February 2018', '22 November 2026', '2018-01-31', '2018-02-01', 'February 2018'],
    ...['Para. 13', 'S/2018/80, para. 13', 'More than 300 persons', '300 persons', 'No figure for 2016', '2015 2017'],
    ...[
      'Boats, in persons',
      'Severe Rising',
      '1 card',
      'Withheld because marked above TLP:GREEN: 1 card',
      'Threat level',
    ],
  ])('%s', (title) => {
    expect(() => buildPack(packInput(withHidden(title)))).not.toThrow()
  })

  it('and what only a withheld card says is found all the same; the error names that card by its id', () => {
    const hidden = card('hidden', { marking: 'red', title: 'Warehouse on 31 January 2018' })
    const made = board([open, hidden], { figures })
    const input = packInput(made)
    const shown = project(made, REPORTS, { ceiling: 'green' })
    const texts = [renderMarkdown(openProjection(input, shown), STAMP)]
    const anyway = () => [{ name: 'briefing.md', texts }]
    const faulty = { ...shown, cards: [...shown.cards, projectCard(made, hidden, knownOf(made))] }
    const leak = { name: 'briefing.md', texts: [renderMarkdown(faulty, STAMP)] }
    const found = thrownBy(() => checkForLeaks(made, REPORTS, faulty, [leak], anyway))
    expect(found).toBeInstanceOf(PackLeak)
    expect(found).toMatchObject({ cards: ['hidden'] })
    expect(errorFromMessage(structuredClone(errorToMessage(found)))).toMatchObject({ cards: ['hidden'] })
  })

  it('nothing of what is withheld is in the pack that is made of the rest', () => {
    const region = { id: 'secret-place', name: 'Secret place', order: 'a2', m49: [], countries: [], headings: [] }
    const hidden = card('hidden', { marking: 'red', title: 'Nightfall', region: 'secret-place', actors: ['second'] })
    const base = board([{ ...open, marking: 'clear' }, hidden], { figures: [...figures, figure('f3', 'hidden')] })
    const made = { ...base, id: 'nightfall-board', title: 'Nightfall board', marking: 'red' as const }
    const input = packInput({ ...made, regions: [...made.regions, region] })
    const everything = JSON.stringify(openProjection(input, project(input.board, REPORTS, { ceiling: 'green' })))
    expect(everything).not.toMatch(/nightfall|secret|Second Movement|hidden/i)
  })
})

function thrownBy(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return null
}

const wordsIn = (text: string): string[] => text.match(/\p{L}{6,}/gu) ?? []
