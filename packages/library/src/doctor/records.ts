/** Whether the records are of their form, and name what is there. */
import { BoardId, PersonEvent } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'
import { z } from 'zod'
import { KeyRecord } from '../keys.ts'
import { readStoredPerson } from '../person.ts'
import { ImportRecord } from '../sources/import-record.ts'
import type { Tell } from './finding.ts'

/** What is looked at here of each kind; whoever works with a record looks at all of it. */
const BoardRecord = z.object({ createdAt: z.string() })
const Report = z.object({ symbol: z.string(), title: z.string(), date: z.string(), paragraphs: z.array(z.unknown()) })
const Pack = z.object({
  id: z.string(),
  board: z.string(),
  stage: z.enum(['waiting', 'projecting', 'rendering', 'checking', 'ready', 'failed']),
  files: z.array(z.object({ name: z.string(), sha256: z.string(), size: z.number() })),
})

export interface NamedFiles {
  /** As the store names it → who names it, and what it says of it. */
  files: Map<string, { of: 'pack' | 'import'; sha256: string }>
}

export interface ExaminedRecords extends NamedFiles {
  count: number
  boards: BoardId[]
}

export async function examineRecords(records: Records, tell: Tell): Promise<ExaminedRecords> {
  const found: ExaminedRecords = { count: 0, boards: [], files: new Map() }
  for (const kind of await records.kinds()) {
    try {
      for (const { id, value } of await records.list(kind)) {
        found.count++
        await examineRecord(records, { kind, id, value, where: `record ${kind}/${id}` }, found, tell)
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      tell('record-unreadable', `record ${kind}`, `The records of this kind cannot be listed: ${why}`)
    }
  }
  return found
}

interface Examined {
  kind: string
  id: string
  value: unknown
  where: string
}

async function examineRecord(
  records: Records,
  { kind, id, value, where }: Examined,
  found: ExaminedRecords,
  tell: Tell,
): Promise<void> {
  const broken = (): void => tell('record-unreadable', where, 'It is not of the expected form.')
  switch (kind.split('/')[0]) {
    case 'board': {
      const board = BoardId.safeParse(id)
      if (board.success) found.boards.push(board.data)
      return board.success && BoardRecord.safeParse(value).success ? undefined : broken()
    }
    case 'person':
      return (await readStoredPerson(records, id)) === null ? broken() : undefined
    case 'token':
    case 'link':
    case 'session': {
      const access = KeyRecord.safeParse(value)
      if (!access.success) return broken()
      if ((await records.get('person', access.data.person)) === null)
        tell('access-of-nobody', where, `It belongs to ${access.data.person}, who is not there.`)
      return
    }
    case 'report':
      return Report.safeParse(value).success ? undefined : broken()
    case 'pack': {
      const pack = Pack.safeParse(value)
      if (!pack.success) return broken()
      for (const { name, sha256 } of pack.data.files)
        found.files.set(`pack/${pack.data.id}/${name}`, { of: 'pack', sha256 })
      return
    }
    case 'import': {
      const brought = ImportRecord.safeParse(value)
      if (!brought.success || brought.data.current.symbol !== id) return broken()
      const { current, replaced } = brought.data
      for (const { text } of replaced === null ? [current] : [current, replaced])
        found.files.set(text.name, { of: 'import', sha256: text.sha256 })
      return
    }
    case 'people-log':
      return PersonEvent.safeParse(value).success ? undefined : broken()
    case 'restore':
      return tell('restore-cut', where, 'There is the mark of a restore that has not ended.')
    case 'access':
    case 'setup':
      return
    default:
      return tell('record-unknown', where, 'A record of an unknown kind.')
  }
}
