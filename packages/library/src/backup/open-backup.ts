/** Opens a backup file and reads all of it once, so that whatever is wrong with it is known before anything changes. */
import { open, type FileHandle } from 'node:fs/promises'
import { scanUpdate } from '@briefboard/protocol'
import { decodeState } from '../state.ts'
import { BackupProblem, FORM, FORM_OF_HASHES, type EndHead, type Header, type HeadOf, type Section } from './format.ts'
import { readSections } from './read-sections.ts'
import { hashOf } from './sections-of-store.ts'

export interface Backup {
  header: Header
  counts: Pick<EndHead, 'rooms' | 'records' | 'files'>
  rooms: ReadonlySet<string>
  boards: ReadonlySet<string>
  /** In words, what was damaged in the store that it was made of. */
  damage: string[]
  /** From the beginning, each time. */
  sections(): AsyncGenerator<Section>
  close(): Promise<void>
}

/** @throws BackupProblem in words: no backup, damaged, cut off, or of a newer form */
export async function openBackup(path: string): Promise<Backup> {
  // One handle for all readings: a file put in its place meanwhile is not what was checked.
  const file = await openFile(path)
  try {
    return { ...(await check(file)), sections: () => readSections(file), close: () => file.close() }
  } catch (error) {
    await file.close()
    if (error instanceof Error && 'syscall' in error) throw unreadable(path, error)
    if (!(error instanceof BackupProblem)) throw error
    throw new BackupProblem(`${path} cannot be used, and nothing was changed. ${error.message}`, { cause: error })
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function unreadable(path: string, cause: unknown): BackupProblem {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new BackupProblem(`${path} cannot be read, and nothing was changed (${why}).`, { cause })
}

async function check(file: FileHandle): Promise<Omit<Backup, 'sections' | 'close'>> {
  const [rooms, boards, damage] = [new Set<string>(), new Set<string>(), [] as string[]]
  const seen = { rooms: 0, records: 0, files: 0 }
  let header: Header | null = null
  for await (const { head, body } of readSections(file)) {
    switch (head.section) {
      case 'backup':
        header = head
        break
      case 'room':
        await checkRoom(head, body, (header?.form ?? FORM) >= FORM_OF_HASHES)
        rooms.add(head.room)
        damage.push(...head.damage.map((reason) => `${head.room}: ${reason}`))
        seen.rooms++
        break
      case 'record':
        checkRecord(head, body)
        if (head.kind === 'board') boards.add(head.id)
        seen.records++
        break
      case 'file':
        seen.files++
        break
      case 'end':
        if (head.rooms !== seen.rooms || head.records !== seen.records || head.files !== seen.files)
          throw new BackupProblem('It holds another number of parts than it says.')
        break
      default:
        head satisfies never
    }
  }
  if (header === null) throw new BackupProblem('It is not a backup of Briefboard.')
  return { header, counts: seen, rooms, boards, damage }
}

/** Of an older backup only its SHA-256 says that nothing has changed, and this that it can be read. */
async function checkRoom({ room, hash }: HeadOf<'room'>, state: Uint8Array, isComparable: boolean): Promise<void> {
  try {
    const { pieces } = decodeState(state)
    for (const piece of pieces) scanUpdate(piece)
    if ((await hashOf(pieces)) === hash || !isComparable) return
  } catch (cause) {
    throw new BackupProblem(`${room} in it cannot be read (${cause instanceof Error ? cause.message : String(cause)}).`)
  }
  throw new BackupProblem(`${room} in it says something else than it did when it was written.`)
}

function checkRecord({ kind, id }: HeadOf<'record'>, body: Uint8Array): void {
  try {
    JSON.parse(Buffer.from(body).toString())
  } catch (cause) {
    throw new BackupProblem(`The record ${kind} ${id} in it is no JSON.`, { cause })
  }
}
