/** What a marker says is read within bounds, whatever its values are. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { PARAGRAPH, readFormat } from './block-format.ts'

test.each<[Record<string, unknown>, object]>([
  [{}, {}],
  [
    { type: 'ordered', start: -0, indent: -0 },
    { kind: 'ordered', start: 0, indent: 0 },
  ],
  [
    { type: 'ordered', start: -5, indent: 99 },
    { kind: 'ordered', start: 0, indent: 8 },
  ],
  [{ type: 'ordered', start: 2.5, indent: 'deep' }, { kind: 'ordered' }],
  [
    { type: 'heading', level: 3, quote: true },
    { kind: 'heading', level: 3, quote: true },
  ],
  [
    { type: 7, level: '3', quote: 1 },
    { kind: 'unknown', name: '' },
  ],
])('%j', (entries, said) => {
  const marker = new Y.Map<unknown>(Object.entries(entries))
  new Y.Doc().getText('text').insertEmbed(0, marker)
  expect(readFormat(marker)).toStrictEqual({ ...PARAGRAPH, ...said })
})
