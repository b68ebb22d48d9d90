/** What Markdown says of its lines; the lines stay as they are. */
import { expect, test } from 'vitest'
import type { SourceLine } from '../source.ts'
import { openDocument } from './open-document.ts'

const read = async (text: string): Promise<SourceLine[]> =>
  (await openDocument(new TextEncoder().encode(text), 'a.md')).lines
const roles = async (text: string) => (await read(text)).map(({ role }) => role)

test('every line is kept as it stands, marks included', async () => {
  const text = '# A **title**\n\n1. See [S/2016/92](#), \\$5<sup>1</sup>\n---\n\n  indented'
  expect((await read(text)).map((line) => line.text)).toEqual(text.split('\n'))
})

test('headings, notes, bullets and rows of tables are known; numbered lines may be paragraphs, so they are not', async () => {
  expect(await roles('## Two\n[^3]: Note\n- item\n| a | b |\n1. number\n* * *\n**bold**\n#hash')).toEqual([
    { kind: 'heading', level: 2 },
    { kind: 'note', marker: '3' },
    { kind: 'list-item', label: null },
    { kind: 'table-row' },
    null,
    null,
    null,
    null,
  ])
})

test('an underlined line is a heading if it stands alone; a rule behind a paragraph makes none', async () => {
  expect(await roles('One\n===\n\nTwo\n---\n\na\nb\n---')).toEqual([
    { kind: 'heading', level: 1 },
    null,
    null,
    { kind: 'heading', level: 2 },
    null,
    null,
    null,
    null,
    null,
  ])
})

test('what is fenced as code says nothing of itself', async () => {
  expect(await roles('```\n# no\n```\n# yes')).toEqual([null, null, null, { kind: 'heading', level: 1 }])
})
