/** The sections of a backup file, one at a time; at the end it is known whether the file is whole. */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import {
  BackupProblem,
  DIGEST_BYTES,
  FORM,
  Head,
  LENGTHS_BYTES,
  MOST_BODY_BYTES,
  MOST_HEAD_BYTES,
  type Section,
} from './format.ts'

/** Reads from the beginning, as often as it is called. @throws BackupProblem where it is not, or no longer, a backup */
export async function* readSections(file: FileHandle): AsyncGenerator<Section> {
  const hash = createHash('sha256')
  const gunzip = createGunzip()
  // What goes wrong below surfaces where the bytes are read.
  pipeline(file.createReadStream({ start: 0, autoClose: false }), gunzip, () => undefined)
  const { read, isAtEnd } = bytesOf(gunzip)
  try {
    for (let isFirst = true, isLast = false; !isLast; isFirst = false) {
      const section = await readSection(read, hash)
      isLast = section.head.section === 'end'
      if (isFirst !== (section.head.section === 'backup')) throw new BackupProblem('It is not a backup of Briefboard.')
      yield section
    }
    const due = hash.digest()
    if (!due.equals(await read(DIGEST_BYTES))) throw new BackupProblem('Its SHA-256 does not fit: it was changed.')
    if (!(await isAtEnd())) throw new BackupProblem('Something follows its end.')
  } catch (error) {
    throw error instanceof BackupProblem || !isZlibError(error) ? error : new BackupProblem(inWords(error))
  } finally {
    gunzip.destroy()
  }
}

/** Gives exactly so many bytes. @throws BackupProblem if there are fewer */
type Read = (length: number) => Promise<Buffer>

function bytesOf(chunks: AsyncIterable<Buffer>): { read: Read; isAtEnd: () => Promise<boolean> } {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  /** False at the end. */
  async function fill(): Promise<boolean> {
    while (rest.length === 0) {
      const { done, value } = await iterator.next()
      if (done === true) return false
      rest = value
    }
    return true
  }

  return {
    async read(length) {
      const parts: Buffer[] = []
      for (let missing = length; missing > 0;) {
        if (!(await fill())) throw new BackupProblem('It ends too early.')
        const part = rest.subarray(0, missing)
        parts.push(part)
        rest = rest.subarray(part.length)
        missing -= part.length
      }
      return Buffer.concat(parts)
    },
    isAtEnd: async () => !(await fill()),
  }
}

async function readSection(read: Read, hash: { update(bytes: Uint8Array): unknown }): Promise<Section> {
  const lengths = await read(LENGTHS_BYTES)
  const [headBytes, bodyBytes] = [lengths.readUInt32BE(0), lengths.readUInt32BE(4)]
  if (headBytes > MOST_HEAD_BYTES || bodyBytes > MOST_BODY_BYTES) throw new BackupProblem('A section has no end.')
  const [text, body] = [await read(headBytes), await read(bodyBytes)]
  for (const bytes of [lengths, text, body]) hash.update(bytes)
  return { head: parseHead(text.toString()), body }
}

function parseHead(text: string): Head {
  const head = Head.safeParse(jsonOrNull(text))
  if (!head.success) throw new BackupProblem('A section has an unknown form.')
  if (head.data.section === 'backup' && head.data.form > FORM) {
    throw new BackupProblem(
      `It has the form ${head.data.form} and was written by Briefboard ${head.data.version}; this version knows up to ${FORM}. ` +
        'Restore it with the version that wrote it.',
    )
  }
  return head.data
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Told as an unknown form.
  }
}

const isZlibError = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')

const inWords = ({ code, message }: Error & { code: string }): string =>
  code === 'Z_BUF_ERROR' ? 'It ends too early.' : `It is damaged, or no backup of Briefboard (${message}).`
