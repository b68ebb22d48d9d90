/** What is kept of a board can be compared in all that people write there, figures and what they looked at included. */
import { addLookedAt, createCard, putFigure, putRegion } from '@briefboard/board'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { partsOf } from './parts.ts'

test('figures and “looked at” entries are among the parts of a board', () => {
  const doc = new Y.Doc()
  const by = { id: 'ann', name: 'Ann' }
  putRegion(doc, { id: 'africa', name: 'Africa', order: 'a0', m49: [], countries: [], headings: [] }, null)
  const place = { region: 'africa', before: null }
  const card = createCard(doc, { title: 'Ports', place, by, at: '2031-05-04T00:00:00Z' }, null)
  addLookedAt(doc, card, { symbol: 'S/2031/7', note: 'Nothing new on ports.', by, at: '2031-05-05T00:00:00Z' }, null)
  const range = { low: 2e6, high: 3e6, unit: 'USD', qualifier: 'none' } as const
  const source = { citation: { symbol: 'S/2031/7', paragraph: 3 } }
  putFigure(
    doc,
    { id: 'fines', card, measure: 'Fines paid', period: '2030', basis: 'all ports', ...range, ...source },
    null,
  )
  const parts = partsOf('board', 'ports', doc, (id) => id)
  expect(parts.find(({ key }) => key === 'figure/fines')?.lines).toEqual([
    'USD 2 million to 3 million; 2030; all ports [S/2031/7, para. 3]',
  ])
  expect(parts.find(({ label }) => label === '“Ports”: looked at S/2031/7')?.lines[1]).toBe('Nothing new on ports.')
})
