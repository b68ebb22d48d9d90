/** Encodings and line ends of plain text; what is guessed or broken is said. */
import { expect, test } from 'vitest'
import type { Source } from '../source.ts'
import { openDocument } from './open-document.ts'

const TEXT = 'Da’esh – “naïve” économie, €5'
const utf8 = new TextEncoder().encode(TEXT)
const utf16le = Buffer.from(TEXT, 'utf16le')
const utf16be = Buffer.from(utf16le).swap16()
const utf32le = Buffer.concat(
  Array.from(TEXT, (character) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(character.codePointAt(0) ?? 0)
    return bytes
  }),
)
const utf32be = Buffer.from(utf32le).swap32()
const windows = Buffer.from(
  TEXT.replace('’', '\u0092')
    .replace('–', '\u0096')
    .replace('“', '\u0093')
    .replace('”', '\u0094')
    .replace('€', '\u0080'),
  'latin1',
)
const open = (bytes: Uint8Array, name = 'a.txt'): Promise<Source> => openDocument(bytes, name)
const mark = (...bytes: number[]): Buffer => Buffer.from(bytes)

test.each([
  ['UTF-8', utf8, []],
  ['UTF-8 with a mark', Buffer.concat([mark(0xef, 0xbb, 0xbf), utf8]), []],
  ['UTF-16, little end first', Buffer.concat([mark(0xff, 0xfe), utf16le]), []],
  ['UTF-16, big end first', Buffer.concat([mark(0xfe, 0xff), utf16be]), []],
  ['UTF-32, little end first', Buffer.concat([mark(0xff, 0xfe, 0, 0), utf32le]), []],
  ['UTF-32, big end first', Buffer.concat([mark(0, 0, 0xfe, 0xff), utf32be]), []],
  ['UTF-32 that does not say so', utf32be, [expect.stringContaining('UTF-32')]],
  ['UTF-16 that does not say so', utf16le, [expect.stringContaining('UTF-16')]],
  ['windows-1252', windows, [expect.stringContaining('windows-1252')]],
])('%s is read, and a guess is said', async (_name, bytes, warnings) => {
  const source = await open(bytes)
  expect(source.lines.map(({ text }) => text)).toEqual([TEXT])
  expect(source.warnings).toEqual(warnings)
})

test('broken bytes among good UTF-8 are shown as such, counted, and named by their place', async () => {
  const broken = Buffer.concat([utf8, mark(0xff), utf8, mark(0xc3)])
  const { lines, warnings } = await open(broken)
  expect(lines[0]?.text).toBe(`${TEXT}\ufffd${TEXT}\ufffd`)
  expect(warnings).toEqual([
    `2 broken bytes of UTF-8 (0xff at byte ${utf8.length + 1}, 0xc3 at byte ${broken.length}) cannot be known; shown as \ufffd.`,
  ])
})

test('a web page’s own word on its encoding counts where its bytes are not UTF-8', async () => {
  const page = (charset: string) =>
    Buffer.from(`<html><head><meta charset="${charset}"></head><p>\u00e9\u00b1</p></html>`, 'latin1')
  expect((await open(page('iso-8859-2'), 'a.html')).lines[0]?.text).toBe('éą')
  const unknown = await open(page('no-such-thing'), 'a.html')
  expect(unknown.lines[0]?.text).toBe('é±')
  expect(unknown.warnings).toHaveLength(1)
})

test('line ends of all systems end lines; a form feed ends a page', async () => {
  const { lines } = await open(new TextEncoder().encode('a\r\nb\rc\nd\u2028e\u0085\n\ff'))
  expect(lines.map(({ text, page }) => [text, page])).toEqual([
    ['a', 1],
    ['b', 1],
    ['c', 1],
    ['d', 1],
    ['e', 1],
    ['', 1],
    ['', 1],
    ['f', 2],
  ])
})

test.each([
  ['%PDF-1.7 and no more', 'a.txt', 'damaged'],
  ['They begin with %PDF-1.7', 'a.txt', 'text'],
  ['# One\n\n# Two\n\ntext', 'a.txt', 'markdown'],
  ['plain words', 'a.md', 'markdown'],
  ['plain words', 'a', 'text'],
  ['<p>A piece of a page</p>', 'a.html', 'html'],
  ['<p>A piece of a page</p>', 'a.txt', 'text'],
])('the content decides: %j as %s is %s', async (text, name, form) => {
  const outcome = await open(new TextEncoder().encode(text), name).then(
    ({ format, warnings }) => (warnings.length === 0 ? format : warnings),
    ({ code }: { code: string }) => code,
  )
  expect(outcome).toEqual(form)
})

test('a name that says something else than the content is a warning', async () => {
  const { format, warnings } = await open(new TextEncoder().encode('<!doctype html><p>words'), 'report.pdf')
  expect(format).toBe('html')
  expect(warnings).toEqual([
    'The file’s name says that it is a PDF, but its content is a web page. It was read as a web page.',
  ])
})
