/** Reads a file that a person named, up to a limit: what is larger is refused before it is in memory. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { tooLarge } from '@briefboard/reports/formats'
import { UsageError } from './usage-error.ts'

/** @throws UsageError if there is no such file, UnreadableDocument `too-large` */
export async function readFileUpTo(file: string, limitBytes: number): Promise<Uint8Array> {
  const { size } = await existingFile(file)
  if (size > limitBytes) throw tooLarge(basename(file), limitBytes)
  // What is no plain file (a pipe) does not know its size, and a file may grow while it is read.
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // A stream without an encoding gives Buffers.
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > limitBytes) throw tooLarge(basename(file), limitBytes)
    }
  } catch (cause) {
    if (!(cause instanceof Error && 'errno' in cause)) throw cause
    throw new Error(`${file} cannot be read (${cause.message}). Nothing was taken from it. Look whose it is.`, {
      cause,
    })
  }
  return Buffer.concat(chunks)
}

async function existingFile(file: string): Promise<{ size: number }> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new UsageError(`There is no file ${file} that can be read. Look at its path.`, { cause })
  })
  if (found.isDirectory()) throw new UsageError(`${file} is a folder. Name one document in it.`)
  return found
}
