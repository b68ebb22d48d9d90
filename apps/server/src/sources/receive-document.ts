/** A document as it comes with a form over HTTP: one file and a few fields, held to the limit while it streams. */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { plainFileName } from '@briefboard/library'
import { ImportFields, Refusal, type ImportFact } from '@briefboard/protocol'
import { tooLarge } from '@briefboard/reports/formats'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'

export interface ReceivedDocument {
  file: ImportFact['file']
  bytes: Uint8Array
  fields: ImportFields
}

export interface ReceiveLimits {
  fileBytes: number
  /** From the first byte of the body to the last: a document that trickles in keeps its place from others. */
  arrivesWithinMs: number
}

const FIELDS = Object.keys(ImportFields.shape)
/** What a form has beside its file: fields, boundaries and headers. */
const AROUND_BYTES = 64 * 1024

/**
 * Reads no further than it must: whatever is wrong is thrown at once, and the rest of the request is left unread.
 * @throws UnreadableDocument too-large; Refusal no-file, one-document, bad-request, upload-too-slow; ZodError; the
 * signal's reason
 */
export async function receiveDocument(
  request: IncomingMessage,
  { fileBytes: limitBytes, arrivesWithinMs }: ReceiveLimits,
  signal: AbortSignal,
): Promise<ReceivedDocument> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes + AROUND_BYTES) throw tooLarge('', limitBytes)
  const form = openForm(request, limitBytes)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const fields = new Map<string, string>()
  let received: Promise<Omit<ReceivedDocument, 'fields'>> | null = null
  form.on('field', (name, value, _nameTruncated, isTruncated) => {
    if (isTruncated) reject(new Refusal('bad-request', `The field “${name}” is too long.`))
    if (value.trim() !== '') fields.set(name, value)
  })
  form.on('file', (name, stream, fileName) => {
    if (received !== null) return reject(new Refusal('one-document'))
    if (name !== 'file') return reject(new Refusal('no-file'))
    received = collect(stream, plainFileName(fileName), limitBytes)
    received.catch(reject)
  })
  for (const event of ['partsLimit', 'fieldsLimit'] as const)
    form.on(event, () => reject(new Refusal('bad-request', `The form has more fields than ${FIELDS.join(', ')}.`)))
  form.on('filesLimit', () => reject(new Refusal('one-document')))
  form.on('error', (error: unknown) => reject(brokenForm(error)))
  form.on('finish', resolve)
  const stop = (): void => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const late = setTimeout(() => reject(new Refusal('upload-too-slow')), arrivesWithinMs)
  request.pipe(form)
  try {
    signal.throwIfAborted()
    await promise
    if (received === null || fields.has('file')) throw new Refusal('no-file')
    const document: Omit<ReceivedDocument, 'fields'> = await received
    return { ...document, fields: ImportFields.parse(Object.fromEntries(fields)) }
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', stop)
    request.unpipe(form)
  }
}

function openForm(request: IncomingMessage, limitBytes: number): BusboyInstance {
  const { 'content-type': contentType } = request.headers
  if (contentType === undefined || !/^multipart\/form-data\b/i.test(contentType)) throw new Refusal('no-file')
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      // One more byte than the limit, so that a file of just the limit is not taken for one that is too large.
      limits: { fileSize: limitBytes + 1, files: 2, fields: FIELDS.length + 1, fieldSize: 4096, fieldNameSize: 100 },
    })
  } catch (error) {
    throw brokenForm(error)
  }
}

async function collect(
  stream: BusboyFileStream,
  name: string,
  limitBytes: number,
): Promise<Omit<ReceivedDocument, 'fields'>> {
  const hash = createHash('sha256')
  const chunks: Buffer[] = []
  let bytes = 0
  // A stream without an encoding gives Buffers.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > limitBytes) throw tooLarge(name, limitBytes)
    hash.update(chunk)
    chunks.push(chunk)
  }
  return { file: { name, bytes, sha256: hash.digest('hex') }, bytes: Buffer.concat(chunks) }
}

const brokenForm = (error: unknown): Refusal =>
  new Refusal(
    'bad-request',
    `The form with the document is not whole (${error instanceof Error ? error.message : `${error}`}).`,
  )
