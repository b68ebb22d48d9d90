/** The one way into LMDB: what comes in while a commit is under way shares the next commit and its flush. (S2) */
import { StoreUnavailable } from '../errors.ts'
import type { Environment } from './environment.ts'
import type { MakeRoom } from './file-room.ts'
import type { Place } from './folder.ts'
import { transaction } from './transaction.ts'
import type { Transaction } from './transaction.ts'

/**
 * Decides and writes within a transaction. It may run more than once, when another process commits in between, so it
 * changes nothing but the transaction. A refusal is thrown before anything is written.
 */
export type Work<T> = (txn: Transaction) => T

export interface WriteOptions<T> {
  /** Has a transaction for itself, because it reads the log in full. */
  alone?: boolean
  /** Runs in order of commits, as soon as the disk has confirmed. */
  afterFlush?: (result: T) => void
}

export interface Writer {
  /** Resolves with what `work` gave once the disk has confirmed. @throws what `work` threw, StoreUnavailable */
  write<T>(work: Work<T>, options?: WriteOptions<T>): Promise<T>
  /** Whether another process has committed since this was last asked. */
  othersCommitted(): boolean
  /**
   * Writes what says nothing, as much of it as was refused last: a disk that has room for a word may have none for a
   * page. @throws StoreUnavailable
   */
  probe(): Promise<void>
  close(): Promise<void>
}

interface Job {
  alone: boolean
  run(txn: Transaction): () => void
  fail(error: Error): void
}

// Another process that commits in between makes a transaction start over; only one that never stops could use these up.
const MAX_ATTEMPTS = 100

/** Beside versions of kinds, of which there is none without a record. */
const PROBE = 'probe of the store'
const LEAST_PROBE_BYTES = 8
/** What was refused had keys and other writes beside its bytes. */
const PROBE_MARGIN_BYTES = 64 * 1024
const MOST_PROBE_BYTES = 4 * 1024 * 1024

export interface WriterOptions {
  env: Environment
  dataDir: string
  place: Place
  makeRoom: MakeRoom
}

export function openWriter({ env, dataDir, place, makeRoom }: WriterOptions): Writer {
  let queue: Job[] = []
  let pumping: Promise<void> | null = null
  let refusedBytes = 0
  let closed = false
  // The last commit that this process knows of. Any other number means that another process committed.
  let known = env.commitNumber()
  let othersCommitted = false

  function commitNumber(): number {
    env.refresh()
    const number = env.commitNumber()
    if (number !== known) othersCommitted = true
    return (known = number)
  }

  async function pump(): Promise<void> {
    await new Promise(setImmediate)
    while (queue.length > 0) await commit(takeBatch())
    pumping = null
  }

  function takeBatch(): Job[] {
    const firstAlone = queue.findIndex((job) => job.alone)
    const size = firstAlone === -1 ? queue.length : Math.max(firstAlone, 1)
    const batch = queue.slice(0, size)
    queue = queue.slice(size)
    return batch
  }

  async function commit(batch: Job[]): Promise<void> {
    try {
      for (const settle of await commitInTurn(batch)) settle()
    } catch (cause) {
      const error = await unavailable(cause, dataDir)
      for (const job of batch) job.fail(error)
    }
  }

  async function commitInTurn(batch: Job[]): Promise<Array<() => void>> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const base = commitNumber()
      const txn = transaction(env)
      const settlers = batch.map((job) => job.run(txn))
      if (txn.isEmpty()) return settlers
      const misplaced = place.problem()
      if (misplaced !== null) throw new Misplaced(misplaced)
      const bytes = txn.bytes()
      refusedBytes = Math.max(refusedBytes, bytes)
      await makeRoom(txn.size(), bytes)
      if (await env.commit(base, () => txn.write())) {
        known = base + 1
        // What failed before may fail again, until as much has found room.
        if (bytes >= Math.min(refusedBytes, MOST_PROBE_BYTES)) refusedBytes = 0
        return settlers
      }
    }
    throw new Error(`another process committed in between ${MAX_ATTEMPTS} times`)
  }

  const writeProbe = (bytes: number): Promise<void> =>
    writer.write((txn) => txn.put(env.versions, PROBE, new Uint8Array(bytes)))

  const writer: Writer = {
    write<T>(work: Work<T>, { alone = false, afterFlush }: WriteOptions<T> = {}) {
      if (closed) return Promise.reject(new StoreUnavailable('The store is closed.'))
      return new Promise<T>((resolve, reject) => {
        queue.push({
          alone,
          run(txn) {
            try {
              const result = work(txn)
              return () => {
                resolve(result)
                afterFlush?.(result)
              }
            } catch (error) {
              return () => reject(error)
            }
          },
          fail: reject,
        })
        pumping ??= pump()
      })
    },
    othersCommitted() {
      // While a commit of this process is under way, the number says nothing; the commit itself will notice.
      if (pumping === null) commitNumber()
      const answer = othersCommitted
      othersCommitted = false
      return answer
    },
    async probe() {
      await writeProbe(LEAST_PROBE_BYTES)
      // What was freed is free for the commit after the next, so that the small one also makes room for this.
      if (refusedBytes > LEAST_PROBE_BYTES)
        await writeProbe(Math.min(refusedBytes + PROBE_MARGIN_BYTES, MOST_PROBE_BYTES))
    },
    async close() {
      closed = true
      await pumping
    },
  }
  return writer
}

/** The files are not where they were opened; a restart finds what is there, or nothing. */
class Misplaced extends Error {
  override name = 'Misplaced'
}

async function unavailable(cause: unknown, dataDir: string): Promise<StoreUnavailable> {
  const reason = await rootCause(cause)
  if (reason instanceof Misplaced)
    return new StoreUnavailable(
      `The store’s files in ${dataDir} were moved, removed or replaced: ${reason.message}. Nothing is saved until they are ` +
        'back; clients keep what they have. Stop the server before anything else is written there, put the files back or ' +
        'restore a backup, and start it again.',
      reason,
    )
  return new StoreUnavailable(
    `The data folder ${dataDir} could not be written (${reason.message}). Nothing of this change was kept; what was ` +
      'saved before is safe. Check that its disk has free space and that this user may write to it.',
    reason,
  )
}

/** lmdb rejects with a general error first; the one from the operating system follows in `commitError`. */
async function rootCause(cause: unknown): Promise<Error> {
  if (cause instanceof Error && 'commitError' in cause) {
    try {
      await cause.commitError
    } catch (error) {
      if (error instanceof Error) return error
    }
  }
  return cause instanceof Error ? cause : new Error(String(cause))
}
