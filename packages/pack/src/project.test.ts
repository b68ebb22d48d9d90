import type { Block } from '@briefboard/board'
import { describe, expect, it } from 'vitest'
import { PackError } from './errors.ts'
import { board, card, cite, figure, judgement, REPORTS } from './fixture.ts'
import { project } from './project.ts'

const secret = card('secret', {
  marking: 'amber',
  actors: ['second'],
  region: 'sahel',
  gaps: [{ text: 'What is it?', citations: [cite(50)] }],
})
const open = card('open', { actors: ['first'] })

describe('a projection', () => {
  it('shows only cards at or under the ceiling, and counts the others', () => {
    const shown = project(board([open, secret], { figures: [figure('f1', 'secret')] }), REPORTS, { ceiling: 'green' })
    expect(shown.cards.map(({ id }) => id)).toEqual(['open'])
    expect(shown.withheld).toEqual({ cards: 1, figures: 1, boardText: false })
    expect(JSON.stringify(shown)).not.toContain('secret')
  })

  it('shows an assessment as it stands, with all that its letters and lists are', () => {
    const assessment: Block[] = [
      {
        type: 'list',
        ordered: true,
        start: 7,
        items: [
          [
            {
              type: 'paragraph',
              content: [
                { type: 'text', text: 'a', bold: true, italic: true, strike: true, link: 'https://example.org/' },
                { type: 'break' },
                { type: 'citation', citation: cite(13) },
              ],
            },
          ],
        ],
      },
    ]
    const shown = project(board([card('open', { assessment })]), REPORTS, { ceiling: 'red' })
    expect(shown.cards[0]?.assessment).toEqual(assessment)
  })

  it('names only the actors, regions and paragraphs of what it shows', () => {
    const shown = project(board([open, secret]), REPORTS, { ceiling: 'green' })
    expect(shown.actors.map(({ id }) => id)).toEqual(['first'])
    expect(shown.regions.map(({ id }) => id)).toEqual(['levant'])
    expect(shown.reports.flatMap(({ paragraphs }) => paragraphs.map(({ number }) => number))).toEqual([12, 13, 43, 44])
  })

  it('takes the board’s marking for a card that has none, and the highest shown for itself', () => {
    const amber = board([card('plain'), card('marked', { marking: 'clear' })], { marking: 'amber' })
    expect(project(amber, REPORTS, { ceiling: 'amber' }).marking).toBe('amber')
    const low = project(amber, REPORTS, { ceiling: 'clear' })
    expect(low.cards.map(({ id }) => id)).toEqual(['marked'])
    expect(low.withheld.boardText).toBe(true)
    expect(JSON.stringify(low)).not.toContain('Harbour')
  })

  it('leaves archived cards out without counting them', () => {
    const shown = project(board([open, card('old', { status: 'archived' })]), REPORTS, { ceiling: 'red' })
    expect(shown.cards).toHaveLength(1)
    expect(shown.withheld.cards).toBe(0)
  })

  it('keeps the order asked for, and the board’s order otherwise', () => {
    const three = board([
      card('c', { region: 'sahel', order: 'a0' }),
      card('b', { order: 'a2' }),
      card('a', { order: 'a1' }),
    ])
    const ids = (cards?: string[]): string[] =>
      project(three, REPORTS, { ceiling: 'red', cards }).cards.map(({ id }) => id)
    expect(ids()).toEqual(['a', 'b', 'c'])
    expect(ids(['c', 'a', 'c'])).toEqual(['c', 'a'])
  })

  it('says which cards are not there, and when nothing is left', () => {
    expect(() => project(board([open]), REPORTS, { ceiling: 'red', cards: ['gone'] })).toThrow(
      expect.objectContaining({ code: 'unknown-cards' }),
    )
    expect(() => project(board([secret]), REPORTS, { ceiling: 'clear' })).toThrow(PackError)
  })

  it('holds the history oldest first, rivals of an open conflict, and no analyst’s name', () => {
    const first = judgement('one')
    const rivals = [
      judgement('two', { basis: 'one', at: '2018-03-01' }),
      judgement('three', { basis: 'one', at: '2018-03-02' }),
    ]
    const shown = project(board([card('x', { judgements: [first, ...rivals] })]), REPORTS, { ceiling: 'red' })
    expect(shown.cards[0]?.history.map(({ id }) => id)).toEqual(['one', 'three'])
    expect(shown.cards[0]?.rivals.map(({ id }) => id)).toEqual(['two'])
    expect(JSON.stringify(shown)).not.toContain('Anna')
  })
})
