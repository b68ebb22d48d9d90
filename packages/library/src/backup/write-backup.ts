/** Writes the backup file: beside its place first, and put there when it is whole and on the disk. */
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Store } from '@briefboard/store'
import { BackupProblem, type EndHead, type Section } from './format.ts'
import { sectionsOfStore } from './sections-of-store.ts'
import { encodeSections } from './write-sections.ts'

export interface WrittenBackup {
  rooms: number
  records: number
  files: number
  /** Of the file on the disk. */
  bytes: number
  /** In words, what is damaged in the store and therefore missing. */
  problems: string[]
}

export interface BackupOptions {
  now: Date
  /** Writes over a backup that is there; over nothing else, or a slip would put one in the place of a store or a device. */
  force: boolean
}

/** From a running store, without stopping it. @throws BackupProblem, StoreUnavailable; then no file is left behind */
export async function writeBackup(store: Store, path: string, { now, force }: BackupOptions): Promise<WrittenBackup> {
  await expectPlace(path, force)
  const partial = `${path}.partial`
  const problems: string[] = []
  let end: EndHead | null = null
  const sections = sectionsOfStore(store, now, (problem) => problems.push(problem))
  try {
    await rm(partial, { force: true })
    await writeAll(
      partial,
      watched(sections, (last) => (end = last)),
    )
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw inWords(error, path)
  }
  await syncFolder(path)
  if (end === null) throw new Error('A backup without an end was written.')
  const { rooms, records, files }: EndHead = end
  return { rooms, records, files, bytes: (await stat(path)).size, problems }
}

/** Done when the disk has confirmed it. */
async function writeAll(path: string, sections: AsyncIterable<Section>): Promise<void> {
  const bytes = Readable.from(encodeSections(sections), { objectMode: true })
  // Whoever has the file has every text and the hashes of tokens: it is for its owner's eyes only.
  await pipeline(bytes, createGzip(), createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }))
}

async function* watched(sections: AsyncIterable<Section>, onEnd: (end: EndHead) => void): AsyncGenerator<Section> {
  for await (const section of sections) {
    if (section.head.section === 'end') onEnd(section.head)
    yield section
  }
}

/** The new name survives a power failure too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** @throws BackupProblem if something is there that is not to be written over */
async function expectPlace(path: string, force: boolean): Promise<void> {
  const there = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw inWords(error, path)
  })
  if (there === null) return
  if (!force)
    throw new BackupProblem(`${path} is there already and was not changed. Choose another name, or say --force.`)
  if (there.isFile() && (there.size === 0 || (await isPacked(path)))) return
  throw new BackupProblem(
    `${path} is no backup and was not changed; --force writes over a backup. Choose another name.`,
  )
}

/** Whether it begins as a backup does (gzip). */
async function isPacked(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw inWords(error, path)
  })
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

function inWords(error: unknown, path: string): unknown {
  const isFromSystem = error instanceof Error && 'syscall' in error
  return isFromSystem
    ? new BackupProblem(`${path} cannot be written (${error.message}). No part of it was left behind.`, {
        cause: error,
      })
    : error
}
