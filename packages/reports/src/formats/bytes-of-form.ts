/** Which form a file has by its first bytes: a PDF, a zip, something that cannot be read, or else text. */
import { formByName } from './name-of-form.ts'
import { unreadable, type UnreadableDocument } from './unreadable.ts'

/** @throws UnreadableDocument for forms that are known and not read */
export function formByBytes(bytes: Uint8Array, name: string): 'pdf' | 'zip' | 'text' {
  const start = latin1(bytes.subarray(0, 1024))
  // Readers of PDF forgive what a mailer put before it; a text may quote it.
  if (PDF.test(start) || (formByName(name) === 'pdf' && start.includes('%PDF-'))) return 'pdf'
  if (start.startsWith('PK\u0003\u0004') || start.startsWith('PK\u0005\u0006')) return 'zip'
  const known = KNOWN.find(({ signature }) => signature.test(start))
  if (known !== undefined) throw unreadable('unsupported', { name, what: known.what, todo: known.todo })
  if (start.startsWith(OLE)) throw insideOle(bytes, name)
  return 'text'
}

const PDF = /^[\s\0\u00ef\u00bb\u00bf]*%PDF-/
const OLE = '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1'
const AS_DOCX = 'Open it in a word processor, save it as DOCX or PDF, and bring that file.'
const PICTURE = {
  what: 'is a picture, so there is no text in it to read',
  todo: 'Run text recognition (OCR) over it, and bring what that gives as PDF, DOCX or text.',
}

const KNOWN: readonly { signature: RegExp; what: string; todo: string }[] = [
  { signature: /^\{\\rtf/, what: 'is in Rich Text Format, which is not read', todo: AS_DOCX },
  { signature: /^\u0089PNG|^\u00ff\u00d8\u00ff|^GIF8|^II\*\0|^MM\0\*|^RIFF....WEBP/s, ...PICTURE },
  {
    signature: /^\u001f\u008b|^7z\u00bc\u00af|^Rar!|^\u00fd7zXZ|^BZh|^\u0028\u00b5\u002f\u00fd/,
    what: 'is a packed archive',
    todo: 'Unpack it, and bring the document that is in it.',
  },
  {
    signature: /^(?:From|MIME-Version|Content-Type|Return-Path|Received): .*\r?\n(?:.*\r?\n)*Content-/i,
    what: 'is a message or a saved web archive, which is not read',
    todo: 'Open it, save the page itself as HTML or PDF, and bring that file.',
  },
]

/** Old Office files and encrypted new ones look alike from outside; an encrypted one names its package. */
function insideOle(bytes: Uint8Array, name: string): UnreadableDocument {
  const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  )
  if (!isEncrypted)
    return unreadable('unsupported', {
      name,
      what: 'is in the format of Office before 2007, which is not read',
      todo: AS_DOCX,
    })
  return unreadable('encrypted', {
    name,
    what: 'is protected with a password',
    todo: 'Open it with the password, save it without one, and bring that file.',
  })
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
