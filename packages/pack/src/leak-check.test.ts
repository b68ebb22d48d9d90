import { describe, expect, it } from 'vitest'
import { PackLeak } from './errors.ts'
import { board, card, figure, REPORTS, text } from './fixture.ts'
import { checkForLeaks } from './leak-check.ts'
import { project } from './project.ts'
import { projectCard } from './project-card.ts'
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
    const faulty = { ...clean, cards: [...clean.cards, projectCard(made, secret)] }
    const files = [{ name: 'briefing.md', texts: [renderMarkdown(faulty, STAMP)] }]
    expect(() => checkForLeaks(made, REPORTS, faulty, files)).toThrow(PackLeak)
  })

  it('reads the finished PDF, not only what went into it', () => {
    const faulty = { ...clean, cards: [...clean.cards, projectCard(made, secret)] }
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
})
