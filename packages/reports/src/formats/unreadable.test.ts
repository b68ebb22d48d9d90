/** Bad input: each kind gets its own code and sentence, and nothing of it is taken. */
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { docxFile, paragraph, run } from './docx-file.test-suite.ts'
import type { Limits } from './limits.ts'
import { openDocument } from './open-document.ts'
import { encryptedPdf, pdfFile, printedPage, scannedPdf } from './pdf-file.test-suite.ts'
import { UnreadableDocument, type UnreadableCode } from './unreadable.ts'
import { zipFile } from './zip-file.test-suite.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919 + (index >> 3)) % 256)
const wordBomb = docxFile({ body: paragraph(run('0'.repeat(5_000_000))) })
const wholePdf = pdfFile([printedPage(['A line.'])])

const BAD: readonly (readonly [what: string, code: UnreadableCode, says: string, file: Uint8Array, name: string])[] = [
  ['an empty file', 'empty', 'no bytes', new Uint8Array(), 'report.pdf'],
  ['a file of blanks', 'empty', 'nothing but blanks', bytes(' \n\t\n'), 'report.txt'],
  ['bytes that are no text', 'binary', 'no text', noise, 'report.txt'],
  ['a program', 'binary', 'no text', Buffer.concat([Buffer.from('\u007fELF'), Buffer.alloc(500)]), 'report'],
  ['an encrypted PDF', 'encrypted', 'password', encryptedPdf(), 'report.pdf'],
  [
    'an encrypted Word document',
    'encrypted',
    'password',
    Buffer.concat([OLE, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]),
    'report.docx',
  ],
  [
    'a zip with a password',
    'encrypted',
    'password',
    zipFile({ 'word/document.xml': 'x' }, { isEncrypted: true }),
    'report.docx',
  ],
  ['a scanned PDF', 'no-text-layer', 'no text layer', scannedPdf(), 'scan.pdf'],
  ['a PDF that is cut off', 'damaged', 'damaged or cut off', wholePdf.subarray(0, 60), 'report.pdf'],
  ['a Word document that is cut off', 'damaged', 'damaged', wordBomb.subarray(0, 2000), 'report.docx'],
  ['a zip bomb', 'zip-bomb', 'unpacks to more than 1 MB', wordBomb, 'report.docx'],
  ['a spreadsheet', 'unsupported', 'spreadsheet', zipFile({ 'xl/workbook.xml': '' }), 'report.docx'],
  ['an archive', 'unsupported', 'archive', zipFile({ 'report.txt': 'text' }), 'report.zip'],
  ['a packed file', 'unsupported', 'archive', gzipSync('text'), 'report.txt.gz'],
  ['an old Word document', 'unsupported', 'before 2007', Buffer.concat([OLE, Buffer.alloc(600)]), 'report.doc'],
  ['Rich Text', 'unsupported', 'Rich Text', bytes('{\\rtf1 text}'), 'report.rtf'],
  ['a picture', 'unsupported', 'picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'report.pdf'],
  [
    'a page of scripts',
    'nothing-readable',
    'scripts',
    bytes('<!doctype html><div id=a></div><script>1</script>'),
    'a.html',
  ],
  ['a Word document without text', 'nothing-readable', 'without text', docxFile({ body: paragraph('') }), 'a.docx'],
  ['a file over the limit', 'too-large', 'larger than 6 MB', new Uint8Array(6 * 1024 * 1024 + 1), 'report.pdf'],
  ['too many lines', 'too-large', '1000 lines', bytes('a\n'.repeat(1001)), 'report.txt'],
  ['too many pages', 'too-large', '3 pages', pdfFile(['', '', '', '']), 'report.pdf'],
]
const LIMITS: Partial<Limits> = { fileBytes: 6 * 1024 * 1024, inflatedBytes: 1024 * 1024, lines: 1000, pages: 3 }

test.each(BAD)('%s is refused as %s', async (_what, code, says, file, name) => {
  const refused = await openDocument(file, name, LIMITS).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(UnreadableDocument)
  expect(refused).toMatchObject({ code, message: expect.stringContaining(says) })
  // What happened, that nothing was taken, what to do.
  expect(String(refused)).toMatch(new RegExp(`“${name}” .+\\. Nothing was taken from it\\. [A-Z].+\\.$`))
})

test('every kind of bad input has a sentence of its own', async () => {
  const sentences = await Promise.all(
    BAD.map(([, , , file, name]) =>
      openDocument(file, name, LIMITS).catch((error: Error) => `${name} ${error.message}`),
    ),
  )
  expect(new Set(sentences).size).toBe(sentences.length)
})

test('a zip that lies about its sizes is held to what it really unpacks to', async () => {
  const lying = Buffer.from(wordBomb)
  for (let at = lying.indexOf('PK\u0001\u0002'); at >= 0; at = lying.indexOf('PK\u0001\u0002', at + 4))
    lying.writeUInt32LE(10, at + 24)
  await expect(openDocument(lying, 'a.docx', LIMITS)).rejects.toMatchObject({ code: 'zip-bomb' })
})

test('damage anywhere in a file ends in a sentence or in text, never in another error', async () => {
  const whole = docxFile({ body: paragraph(run('Some words.')), styles: '', numbering: '' })
  for (const [file, name] of [[whole, 'a.docx'] as const, [wholePdf, 'a.pdf'] as const])
    for (let at = 0; at < file.length; at += 13) {
      const damaged = Uint8Array.from(file)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      const outcome = await openDocument(damaged, name).catch((error: unknown) => error)
      if (outcome instanceof Error) expect(outcome, `byte ${at} of ${name}`).toBeInstanceOf(UnreadableDocument)
    }
})

test('a file’s name cannot bring line breaks or a page of text into the sentence', async () => {
  const refused = openDocument(new Uint8Array(), `a\nb\u202e${'c'.repeat(500)}.pdf`)
  await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(/^“a b c{10,40}…c+\.pdf” is empty/) })
})
