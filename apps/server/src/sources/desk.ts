/** The reports of all boards: listed, read, brought in documents that people send, and taken off again. */
import type { IncomingMessage } from 'node:http'
import {
  existing,
  givenSymbol,
  importReport,
  readWholeReport,
  summarizeReports,
  undoImport,
  type WholeBoard,
  type WholeReport,
  type WithDocument,
} from '@briefboard/library'
import {
  BoardId,
  Refusal,
  type ImportFact,
  type Person,
  type ReportNews,
  type ReportSummary,
} from '@briefboard/protocol'
import { normalizeSymbol } from '@briefboard/reports'
import { LIMITS, openReaders } from '@briefboard/reports/formats'
import type { Store } from '@briefboard/store'
import { openTurns } from '../turns.ts'
import { receiveDocument } from './receive-document.ts'

/** Each holds a document in memory while it is sent and waits to be read. */
const MOST_AT_ONCE = 4
/** One person's documents come one after the other; until its turn none of it is taken in, so it takes no memory. */
const WAITING_EACH = 3
const WAITING_IN_ALL = 20
/** Documents that are read beside each other: who brings one that takes long holds up one thread. */
const READERS = 2
/** 50 MB at 3.5 Mbit/s; reports of the series have a hundredth of that. */
const RECEIVE_LIMITS = { fileBytes: LIMITS.fileBytes, arrivesWithinMs: 2 * 60_000 }

export interface SourceDeskOptions {
  store: Store
  withDocument: WithDocument
  readBoard: (board: string) => Promise<WholeBoard>
  tell: (news: ReportNews) => void
}

export interface Bringing {
  by: Person
  now: Date
  /** Aborted when nobody waits for the answer any more; nothing is stored then. */
  signal: AbortSignal
}

export interface SourceDesk {
  /** By date, oldest first. @throws Refusal no-such-board */
  list(board: string): Promise<ReportSummary[]>
  /** The report and the board that it is on, from one reading. @throws Refusal no-such-board, no-such-report */
  read(board: string, symbol: string): Promise<{ report: WholeReport; whole: WholeBoard }>
  /** Takes the document out of the request. @throws Refusal, UnreadableDocument, the signal's reason */
  bring(board: string, request: IncomingMessage, bringing: Bringing): Promise<ImportFact>
  /**
   * `meant`: the id of the import that is to go; the newest if left out. Gives the report as it is without it; null if it
   * went with it. @throws Refusal no-such-board, no-such-import, import-changed
   */
  undo(board: string, symbol: string, by: Person, meant?: string): Promise<ReportSummary | null>
  /** Stops what is being read; it is refused. */
  close(): Promise<void>
}

export function openSourceDesk({ store, withDocument, readBoard, tell }: SourceDeskOptions): SourceDesk {
  const reader = openReaders(READERS)
  const turns = openTurns({ atOnce: MOST_AT_ONCE, waitingEach: WAITING_EACH, waitingInAll: WAITING_IN_ALL })
  const stopping = new AbortController()

  const summary = async (board: BoardId, symbol: string): Promise<ReportSummary | null> => {
    const summaries = await summarizeReports(store, await readBoard(board), board)
    return summaries.find((one) => one.symbol === symbol) ?? null
  }
  const bringOne = async (
    board: BoardId,
    request: IncomingMessage,
    { by, now, signal }: Bringing,
  ): Promise<ImportFact> => {
    const { file, bytes, fields } = await receiveDocument(request, RECEIVE_LIMITS, signal)
    const { replace, ...given } = fields
    const symbol = givenSymbol(given.symbol)
    const { report: read, ownSymbol } = await reader.read(
      bytes,
      file.name,
      symbol === undefined ? {} : { symbol },
      signal,
    )
    signal.throwIfAborted()
    const order = { given, replace, by, now }
    return (await importReport({ store, withDocument, board }, { read, ownSymbol, file }, order)).fact
  }
  return {
    async list(name) {
      const whole = await readBoard(name)
      return summarizeReports(store, whole, BoardId.parse(whole.board.id))
    },
    async read(name, symbol) {
      const whole = await readBoard(name)
      return { report: await readWholeReport(store, whole, BoardId.parse(whole.board.id), symbol), whole }
    },
    async bring(name, request, bringing) {
      const board = await existing(store, name)
      const turn = turns.join(bringing.by.id)
      if (typeof turn === 'string') throw new Refusal('imports-busy')
      const signal = AbortSignal.any([bringing.signal, stopping.signal])
      try {
        await unlessAborted(turn.begun, signal)
        reader.warm()
        const imported = await bringOne(board, request, { ...bringing, signal })
        tell({ board, symbol: imported.symbol, what: 'imported', by: bringing.by.name })
        return imported
      } finally {
        turn.end()
      }
    },
    async undo(name, typed, by, meant) {
      const board = await existing(store, name)
      const symbol = normalizeSymbol(typed) ?? typed
      await undoImport(store, board, symbol, meant)
      tell({ board, symbol, what: 'undone', by: by.name })
      return summary(board, symbol)
    },
    async close() {
      stopping.abort(new Refusal('stopping', 'The document was not taken; bring it again then.'))
      await reader.close()
    },
  }
}

async function unlessAborted(begun: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = (): void => reject(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  void begun.then(resolve)
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
