/** `briefboard import` and `undo-import`: brings a document to a board as the page does, and takes it off again. */
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import {
  existing,
  fromStore,
  givenSymbol,
  importReport,
  plainFileName,
  undoImport,
  type BroughtDocument,
  type Imported,
} from '@briefboard/library'
import { ImportFields, Refusal, type ImportQuestion } from '@briefboard/protocol'
import { LIMITS, openReader } from '@briefboard/reports/formats'
import { withExistingStore } from './existing-store.ts'
import { DOER } from './people.ts'
import { readFileUpTo } from './read-file.ts'
import { UsageError } from './usage-error.ts'

export const IMPORT_USAGE = `  import FILE --board ID [--symbol S/2016/92] [--title T] [--date 2016-01-29] [--number N] [--replace]
        brings a report (TXT, Markdown, HTML, PDF, DOCX) to a board; an open page shows it when it is loaded again
  undo-import SYMBOL --board ID
        takes the newest import of a report off again; what it had replaced comes back`

type Options = Record<string, string | undefined>

export async function importDocument(
  { board: name, ...options }: Options,
  [path = '']: readonly string[],
): Promise<void> {
  const board = named(name)
  const { replace, ...given } = fieldsOf(options)
  const document = await readBrought(path, givenSymbol(given.symbol))
  const imported = await withExistingStore(async (store) => {
    const ground = { store, withDocument: fromStore(store), board: await existing(store, board) }
    return importReport(ground, document, { given, replace, by: DOER, now: new Date() })
  }).catch((error: unknown) => {
    throw withQuestion(error)
  })
  console.log(summary(imported))
  console.log(`To take it off again: briefboard undo-import ${imported.fact.symbol} --board ${board}`)
}

export async function undoImportOf({ board: name }: Options, [typed = '']: readonly string[]): Promise<void> {
  const board = named(name)
  const symbol = givenSymbol(typed) ?? typed
  const back = await withExistingStore(async (store) => undoImport(store, await existing(store, board), symbol))
  console.log(
    back === null
      ? `The text of ${symbol} is off the board.`
      : `The import of ${symbol} is undone; “${back.file.name}”, which it had replaced, is back.`,
  )
}

function named(board: string | undefined): string {
  if (board === undefined) throw new UsageError('--board names the board; GET /api/boards lists them.')
  return board
}

function fieldsOf(options: Options): ImportFields {
  const fields = ImportFields.safeParse(options)
  if (fields.success) return fields.data
  const wrong = [...new Set(fields.error.issues.map(({ path }) => `--${path.join('.')}`))].join(' and ')
  throw new UsageError(`${wrong} cannot be used. A date looks like 2018-01-31, a number like 6.`)
}

async function readBrought(path: string, symbol: string | undefined): Promise<BroughtDocument> {
  const bytes = await readFileUpTo(path, LIMITS.fileBytes)
  const name = plainFileName(basename(path))
  const reader = openReader({ keepMs: 0 })
  try {
    const { report: read, ownSymbol } = await reader.read(bytes, name, symbol === undefined ? {} : { symbol })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { read, ownSymbol, file: { name, bytes: bytes.byteLength, sha256 } }
  } finally {
    await reader.close()
  }
}

/** What the page asks in a form, this says as options. */
function withQuestion(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  if (error.code === 'report-exists') return new Error(`${error.message} Here, --replace replaces it.`)
  const { question } = error.members
  return question === undefined ? error : new Error(`${error.message} Here: ${optionsFor(question)}`)
}

const optionsFor = ({ symbol, date, title }: ImportQuestion): string =>
  [
    `--symbol ${symbol ?? 'S/2018/80'}`,
    ...(title === null ? ['--title "…"'] : []),
    `--date ${date ?? '2018-01-31'}`,
  ].join(' ')

function summary({ fact, read: { paragraphs, sections, warnings }, hasOwnReport }: Imported): string {
  const numbered = paragraphs.filter(({ number }) => number !== null).length
  const beside = hasOwnReport ? ', beside its digests' : ''
  return [
    `${fact.symbol} is on the board: ${numbered} numbered paragraphs in ${sections.length} sections${beside}.`,
    // Somebody else's text: no control characters that a terminal would obey.
    ...warnings.map((warning) => `  ${warning.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')}`),
  ].join('\n')
}
