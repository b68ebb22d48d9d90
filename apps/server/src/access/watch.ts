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
  /** Called once for a credential that was in use; all of its connections are to be closed. */
  onEnded: (credential: string, end: AccessEnd) => void
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
  /** By credential. */
  const inUse = new Map<string, InUse>()
  let seen = -1
  let allLookedAt = 0
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const end = (entry: InUse, why: AccessEnd): void => {
    const { credential } = entry.access
    if (inUse.get(credential) !== entry) return
    inUse.delete(credential)
    onEnded(credential, why)
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
      const { credential } = access
      const entry = inUse.get(credential) ?? { access, connections: 0, isFresh: true }
      inUse.set(credential, entry)
      entry.connections++
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        if (--entry.connections === 0 && inUse.get(credential) === entry) inUse.delete(credential)
      }
    },
    close() {
      isClosed = true
      clearTimeout(timer)
    },
  }
}

const isOver = ({ expiresAt }: Access, at: Date): boolean => expiresAt !== null && expiresAt <= at
