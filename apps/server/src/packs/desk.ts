/** The packs of all boards: asked for, frozen, made in their turn in a process of their own, kept; and how far each one is. */
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
import { inTurns, type WholeBoard } from '@briefboard/library'
import {
  buildPackInProcess,
  freezeSteps,
  PackError,
  PackLeak,
  project,
  type PackProgressReport,
} from '@briefboard/pack'
import type { Store } from '@briefboard/store'
import type { Turn } from '../turns.ts'
import { describe } from './describe.ts'
import { packRecords, SAY_AGAIN_EVERY_MS } from './records.ts'
import { openPackQueue, waitingWords } from './waiting.ts'

export interface PackDeskOptions {
  store: Store
  readBoard: (board: string) => Promise<WholeBoard>
  tell: (progress: PackProgress) => void
  toolVersion: string
  onFault: (error: unknown) => void
}

export interface PackDesk {
  /** @throws Refusal no-such-board, unknown-cards, nothing-to-export, too-many-packs, packs-busy, board-too-large */
  request(board: BoardId, request: PackRequest, by: Person, now: Date): Promise<PackStatus>
  /** @throws Refusal no-such-pack */
  status(id: string): Promise<PackStatus>
  /** Newest first. */
  list(board: string): Promise<PackStatus[]>
  /** @throws Refusal no-such-pack, pack-not-ready, no-such-file */
  file(id: string, name: string): Promise<Uint8Array>
  /** Stops what waits and what is being made here; it is recorded as failed. */
  close(): Promise<void>
}

interface Order {
  status: PackStatus
  turn: Turn
  hasBegun: boolean
  /** Of the board's cards, by their ids. */
  titles: ReadonlyMap<string, string>
}

export function openPackDesk({ store, readBoard, tell, toolVersion, onFault }: PackDeskOptions): PackDesk {
  const records = packRecords(store)
  const stopping = new AbortController()
  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
  const orders = new Map<string, Order>()
  const working = new Set<Promise<void>>()

  const tellOf = ({ board, id: pack, stage, done, words }: PackStatus): void =>
    tell({ board, pack, stage, done, words })
  const keep = async (status: PackStatus): Promise<void> => {
    await records.put(status)
    tellOf(status)
  }
  /** With the place in the queue, if it waits on this node. */
  const asHere = (status: PackStatus): PackStatus => {
    const order = orders.get(status.id)
    if (order === undefined || order.hasBegun || status.stage !== 'waiting') return status
    return { ...status, words: waitingWords(order.turn.before()) }
  }
  const queue = openPackQueue(() => {
    for (const { status, hasBegun } of orders.values()) if (!hasBegun) tellOf(asHere(status))
  })
  const sayAgain = setInterval(() => {
    for (const { status } of orders.values()) void records.put(status).catch(onFault)
  }, SAY_AGAIN_EVERY_MS).unref()

  const make = async (order: Order, frozen: Uint8Array): Promise<void> => {
    const { status, turn } = order
    await Promise.race([turn.begun, stopped])
    order.hasBegun = true
    const onProgress = ({ stage, done, words }: PackProgressReport): void =>
      tellOf({ ...status, stage, done: 0.95 * done, words })
    const { files, manifest } = await buildPackInProcess(frozen, onProgress, { signal: stopping.signal })
    for (const { name, bytes } of files) await store.files.put(fileName(status.id, name), bytes)
    const kept: PackFile[] = [...manifest.files, ...files.filter(({ name }) => name === 'manifest.json').map(describe)]
    orders.delete(status.id)
    // The record comes after the files: what is offered is there, whole.
    await keep({ ...status, stage: 'ready', done: 1, words: 'Ready', files: kept, withheld: manifest.withheld.cards })
  }

  const fail = async ({ status, titles }: Order, error: unknown): Promise<void> => {
    orders.delete(status.id)
    if (!(error instanceof PackError) && !stopping.signal.aborted) onFault(error)
    const words = stopping.signal.aborted
      ? 'The server was stopped while the pack was being made. Ask for it again.'
      : wordsOf(error, titles)
    await keep({ ...status, stage: 'failed', done: 1, words, files: [] })
  }

  return {
    async status(id) {
      return asHere(await records.get(id))
    },
    async request(board, request, by, now) {
      // First of all, since reading and freezing a board is work that nobody may ask for without end.
      const turn = queue.join(by)
      let letGo = (): void => {}
      const leave = (): void => {
        letGo()
        turn.end()
      }
      try {
        const { board: whole, reports } = await readBoard(board)
        checkRequest({ board: whole, reports }, request)
        const requestedAt = now.toISOString()
        const frozen = await inTurns(
          freezeSteps({ board: whole, reports, options: request, now: requestedAt, toolVersion }),
        )
        letGo = queue.hold(frozen)
        const status: PackStatus = {
          ...{ id: newId(), board, request, by: by.name, requestedAt },
          ...{ stage: 'waiting', done: 0, words: 'Waiting to be made', files: [], withheld: 0 },
        }
        const titles = new Map(whole.cards.map(({ id, title }) => [id, title]))
        const order: Order = { status, turn, hasBegun: false, titles }
        await keep(status)
        orders.set(status.id, order)
        const work = make(order, frozen)
          .catch((error: unknown) => fail(order, error))
          .catch(onFault)
          .finally(() => {
            leave()
            working.delete(work)
          })
        working.add(work)
        return asHere(status)
      } catch (error) {
        leave()
        throw error
      }
    },
    async list(board) {
      return (await records.list(board)).map(asHere)
    },
    async file(id, name) {
      const { stage, files } = await records.get(id)
      if (!files.some((file) => file.name === name))
        throw new Refusal(stage === 'ready' ? 'no-such-file' : 'pack-not-ready', name)
      const bytes = await store.files.get(fileName(id, name))
      if (bytes === null) throw new Refusal('no-such-file', name)
      return bytes
    },
    async close() {
      clearInterval(sayAgain)
      stopping.abort()
      await Promise.all(working)
    },
  }
}

const fileName = (pack: string, name: string): string => `pack/${pack}/${name}`

/** What can be known before the work begins is told at once. */
function checkRequest(
  { board, reports }: Pick<WholeBoard, 'board' | 'reports'>,
  { ceiling, cards }: PackRequest,
): void {
  try {
    project(board, reports, { ceiling, cards })
  } catch (error) {
    if (error instanceof PackError && (error.code === 'nothing-to-export' || error.code === 'unknown-cards'))
      throw new Refusal(error.code)
    throw error
  }
}

function wordsOf(error: unknown, titles: ReadonlyMap<string, string>): string {
  if (!(error instanceof PackError))
    return 'The pack could not be made; nothing of it was kept. Try again, and tell whoever runs the server.'
  if (!(error instanceof PackLeak) || error.cards.length === 0) return error.message
  // Whoever asks for packs reads the whole board; the error itself is logged and does not name them.
  const named = error.cards.slice(0, CARDS_NAMED).map((id) => `“${titles.get(id) || id}”`)
  const more = error.cards.length - named.length
  return `${error.message} It is from ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

const CARDS_NAMED = 5
