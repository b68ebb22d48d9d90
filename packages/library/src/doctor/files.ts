/** Whether the packs' files are there, and are what the packs say that they are. */
import { createHash } from 'node:crypto'
import type { Files } from '@briefboard/store'
import type { Tell } from './finding.ts'
import type { PackFiles } from './records.ts'

/** Gives how many files there are. */
export async function examineFiles(files: Files, { files: due }: PackFiles, tell: Tell): Promise<number> {
  const names = await files.names()
  const there = new Set(names)
  for (const name of due.keys())
    if (!there.has(name)) tell('file-missing', `file ${name}`, 'A pack names it, and it is not there.')
  for (const name of names) {
    const described = due.get(name)
    if (described === undefined) {
      tell('file-of-nothing', `file ${name}`, 'It belongs to no pack.')
      continue
    }
    const bytes = await files.get(name)
    if (bytes === null) continue
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (sha256 !== described.sha256) tell('file-damaged', `file ${name}`, 'Its SHA-256 is not the one in the pack.')
  }
  return names.length
}
