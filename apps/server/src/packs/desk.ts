/** The packs of all boards: asked for, frozen, made in a worker thread, kept; and how far each one is. */
import {
  newId,
  Refusal,
  type BoardId,
  type PackFile,
  type PackProgress,
  type PackRequest,
  type PackStatus,
  type Person,
} from '@briefboard/protocol'
import type { WholeBoard } from '@briefboard/library'
import { buildPackInWorker, PackError, project, snapshotHash, type PackProgressReport } from '@briefboard/pack'
import type { Store } from '@briefboard/store'
import { describe } from './describe.ts'

const PACK = 'pack'

/** A pack that another node began and that has not moved for this long was lost with it. */
const LOST_AFTER_MS = 10 * 60 * 1000

export interface PackDeskOptions {
  store: Store
  readBoard: (board: string) => Promise<WholeBoard>
  tell: (progress: PackProgress) => void
  toolVersion: string
  onFault: (error: unknown) => void
}

export interface PackDesk {
  /** @throws Refusal no-such-board, unknown-cards, nothing-to-export */
  request(board: BoardId, request: PackRequest, by: Person, now: Date): Promise<PackStatus>
  /** @throws Refusal no-such-pack */
  status(id: string): Promise<PackStatus>
  /** Newest first. */
  list(board: string): Promise<PackStatus[]>
  /** @throws Refusal no-such-pack, pack-not-ready, no-such-file */
  file(id: string, name: string): Promise<Uint8Array>
  /** Stops what is being made here; it is recorded as failed. */
  close(): Promise<void>
}

export function openPackDesk({ store, readBoard, tell, toolVersion, onFault }: PackDeskOptions): PackDesk {
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()

  const keep = async (status: PackStatus): Promise<void> => {
    await store.records.put(PACK, status.id, status)
    tell({ board: status.board, pack: status.id, stage: status.stage, done: status.done, words: status.words })
  }

  const make = async (status: PackStatus, { board, reports }: WholeBoard): Promise<void> => {
    const onProgress = ({ stage, done, words }: PackProgressReport): void => {
      tell({ board: status.board, pack: status.id, stage, done: 0.95 * done, words })
    }
    const input = {
      board,
      reports,
      boardState: { hash: snapshotHash(board, reports) },
      options: status.request,
      now: status.requestedAt,
      toolVersion,
    }
    const { files, manifest } = await buildPackInWorker(input, onProgress, { signal: stopping.signal })
    for (const { name, bytes } of files) await store.files.put(fileName(status.id, name), bytes)
    const kept: PackFile[] = [...manifest.files, ...files.filter(({ name }) => name === 'manifest.json').map(describe)]
    // The record comes after the files: what is offered is there, whole.
    await keep({ ...status, stage: 'ready', done: 1, words: 'Ready', files: kept, withheld: manifest.withheld.cards })
  }

  const fail = async (status: PackStatus, error: unknown): Promise<void> => {
    if (!(error instanceof PackError) && !stopping.signal.aborted) onFault(error)
    const words = stopping.signal.aborted
      ? 'The server was stopped while the pack was being made. Ask for it again.'
      : wordsOf(error)
    await keep({ ...status, stage: 'failed', done: 1, words, files: [] })
  }

  const status = async (id: string): Promise<PackStatus> => {
    const record = await store.records.get(PACK, id)
    if (record === null) throw new Refusal('no-such-pack', id)
    return asItIs(record.value as PackStatus) // written by `keep` alone
  }

  return {
    status,
    async request(board, request, by, now) {
      const whole = await readBoard(board)
      checkRequest(whole, request)
      const made: PackStatus = {
        ...{ id: newId(), board, request, by: by.name, requestedAt: now.toISOString() },
        ...{ stage: 'waiting', done: 0, words: 'Waiting to be made', files: [], withheld: 0 },
      }
      await keep(made)
      const work = make(made, whole)
        .catch((error: unknown) => fail(made, error))
        .catch(onFault)
        .finally(() => working.delete(work))
      working.add(work)
      return made
    },
    async list(board) {
      const records = await store.records.list(PACK)
      const packs = records.map(({ value }) => asItIs(value as PackStatus)).filter((pack) => pack.board === board)
      return packs.toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt))
    },
    async file(id, name) {
      const { stage, files } = await status(id)
      if (!files.some((file) => file.name === name))
        throw new Refusal(stage === 'ready' ? 'no-such-file' : 'pack-not-ready', name)
      const bytes = await store.files.get(fileName(id, name))
      if (bytes === null) throw new Refusal('no-such-file', name)
      return bytes
    },
    async close() {
      stopping.abort()
      await Promise.all(working)
    },
  }
}

const fileName = (pack: string, name: string): string => `pack/${pack}/${name}`

/** What can be known before the work begins is told at once. */
function checkRequest({ board, reports }: WholeBoard, { ceiling, cards }: PackRequest): void {
  try {
    project(board, reports, { ceiling, cards })
  } catch (error) {
    if (error instanceof PackError && (error.code === 'nothing-to-export' || error.code === 'unknown-cards'))
      throw new Refusal(error.code)
    throw error
  }
}

function asItIs(status: PackStatus): PackStatus {
  const isOver = status.stage === 'ready' || status.stage === 'failed'
  if (isOver || Date.now() - Date.parse(status.requestedAt) < LOST_AFTER_MS) return status
  return {
    ...status,
    stage: 'failed',
    done: 1,
    words: 'The server that was making this pack stopped. Ask for it again.',
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof PackError
    ? error.message
    : 'The pack could not be made; nothing of it was kept. Try again, and tell whoever runs the server.'
