/** Whether the files of packs and imports are there, and are what these say that they are. */
import { createHash } from 'node:crypto'
import type { Files } from '@briefboard/store'
import type { Tell } from './finding.ts'
import type { NamedFiles } from './records.ts'

const WORDS = {
  pack: { code: { missing: 'file-missing', damaged: 'file-damaged' }, who: 'A pack' },
  import: { code: { missing: 'text-missing', damaged: 'text-damaged' }, who: 'An imported document' },
} as const

/** Gives how many files there are. */
export async function examineFiles(files: Files, { files: due }: NamedFiles, tell: Tell): Promise<number> {
  const names = await files.names()
  const there = new Set(names)
  for (const [name, { of }] of due)
    if (!there.has(name))
      tell(WORDS[of].code.missing, `file ${name}`, `${WORDS[of].who} names it, and it is not there.`)
  for (const name of names) {
    const described = due.get(name)
    if (described === undefined) {
      tell('file-of-nothing', `file ${name}`, 'It belongs to no pack and no imported document.')
      continue
    }
    const bytes = await files.get(name)
    if (bytes === null) continue
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const { code, who } = WORDS[described.of]
    if (sha256 !== described.sha256)
      tell(code.damaged, `file ${name}`, `${who} names it, and its SHA-256 is not the one that is kept there.`)
  }
  return names.length
}
