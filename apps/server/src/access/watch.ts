/**
 * Ends the access of open connections when it is over: signed out, expired, removed, or another role (S10).
 * While nothing changes it reads one record at every look, whatever the number of connections; a change by any node or
 * by the command line moves that record's version, and then everything in use is looked at again.
 */
import { endOf, readChanges, type Access, type AccessEnd } from '@briefboard/library'
import { StoreUnavailable, type Records } from '@briefboard/store'

export interface AccessWatchOptions {
  records: Records
  /** From the end of one look to the next. */
  everyMs?: number
  /** Everything is looked at this often anyway: whoever made a change may have died before telling of it. */
  allEveryMs?: number
  /**
   * Called once for an access that was in use; the connections of its credential are to be closed, but for those that have
   * come since, with another role.
   */
  onEnded: (access: Access, end: AccessEnd) => void
  onFault: (error: unknown) => void
  now?: () => Date
}

export interface AccessWatch {
  /** An open connection rests on this access from now on, until the function that this gives is called. */
  use(access: Access): () => void
  close(): void
}

interface InUse {
  access: Access
  connections: number
  /** It may have changed between being read and being put in use. */
  isFresh: boolean
}

export function watchAccess({
  records,
  everyMs = 400,
  allEveryMs = 60_000,
  onEnded,
  onFault,
  now = () => new Date(),
}: AccessWatchOptions): AccessWatch {
  /** By credential and role: who has come back with another role is not sent away for the one before. */
  const inUse = new Map<string, InUse>()
  let seen = -1
  let allLookedAt = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const end = (entry: InUse, why: AccessEnd): void => {
    const key = keyOf(entry.access)
    if (inUse.get(key) !== entry) return
    inUse.delete(key)
    onEnded(entry.access, why)
  }

  const look = async (): Promise<void> => {
    if (inUse.size === 0) return
    const at = now()
    for (const entry of inUse.values()) if (isOver(entry.access, at)) end(entry, 'sign-in-needed')
    // Read before the accesses: a change that comes in between moves it again and is found by the next look.
    const changes = await readChanges(records)
    const isAll = changes !== seen || at.getTime() - allLookedAt >= allEveryMs
    const due = [...inUse.values()].filter(({ isFresh }) => isAll || isFresh)
    await Promise.all(due.map((entry) => lookAt(entry, at)))
    if (isAll) allLookedAt = at.getTime()
    seen = changes
  }

  const lookAt = async (entry: InUse, at: Date): Promise<void> => {
    const why = await endOf(records, entry.access, at)
    if (why !== null) return end(entry, why)
    entry.isFresh = false
  }

  const lookAgain = (): void => {
    timer = setTimeout(() => {
      look().catch(unlessAway).finally(lookAgain)
    }, everyMs).unref()
    if (isClosed) clearTimeout(timer)
  }

  /** With the store away nobody can change anything; whoever is in stays, and the next look finds what came to pass. */
  const unlessAway = (error: unknown): void => {
    if (!(error instanceof StoreUnavailable)) onFault(error)
  }

  lookAgain()
  return {
    use(access) {
      const key = keyOf(access)
      const entry = inUse.get(key) ?? { access, connections: 0, isFresh: true }
      inUse.set(key, entry)
      entry.connections++
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        if (--entry.connections === 0 && inUse.get(key) === entry) inUse.delete(key)
      }
    },
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}

const keyOf = ({ credential, person }: Access): string => `${person.role} ${credential}`

const isOver = ({ expiresAt }: Access, at: Date): boolean => expiresAt !== null && expiresAt <= at
