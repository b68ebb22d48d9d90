/** The `briefboard` command: finds the subcommand, gives it its options, tells what went wrong in words. */
import { parseArgs } from 'node:util'
import { backup, BACKUP_USAGE } from './backup.ts'
import { doctor, DOCTOR_USAGE } from './doctor.ts'
import { exportPack, EXPORT_USAGE } from './export.ts'
import { importDocument, IMPORT_USAGE, undoImportOf } from './import-report.ts'
import { mend, MEND_USAGE } from './mend.ts'
import { listPeople, PEOPLE_USAGE, removePersonById, setRole } from './people.ts'
import { readDocument, READ_USAGE } from './read.ts'
import { restoreBackup, RESTORE_USAGE } from './restore.ts'
import { makeToken, TOKEN_USAGE } from './token.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `briefboard: the board from the command line

${TOKEN_USAGE}
${PEOPLE_USAGE}
${EXPORT_USAGE}
${DOCTOR_USAGE}
${MEND_USAGE}
${BACKUP_USAGE}
${RESTORE_USAGE}
${READ_USAGE}
${IMPORT_USAGE}
The store is the one that the server uses: DATA_DIR (./data) or REDIS_URL.`

interface Command {
  options: Record<string, { type: 'string' | 'boolean' }>
  /** What stands after the command's name, in order; every one must be given. Left out: none. */
  positionals?: readonly string[]
  /** `given` has as many texts as there are positionals. A flag that was given is 'true'. */
  run: (options: Record<string, string | undefined>, given: readonly string[]) => Promise<void>
}

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

/** A name may have two words: the longer one is looked for first. */
const COMMANDS: Record<string, Command> = {
  token: { options: { role: text, name: text }, run: makeToken },
  people: { options: {}, run: listPeople },
  'people role': { options: {}, positionals: ['ID', 'ROLE'], run: setRole },
  'people remove': { options: {}, positionals: ['ID'], run: removePersonById },
  export: { options: { board: text, formats: text, ceiling: text, cards: text, out: text }, run: exportPack },
  doctor: { options: { json: flag }, run: doctor },
  mend: { options: { yes: flag }, positionals: ['ROOM'], run: mend },
  backup: { options: { force: flag }, positionals: ['FILE'], run: backup },
  restore: {
    options: { yes: flag, 'dry-run': flag, 'with-access': flag },
    positionals: ['FILE'],
    run: restoreBackup,
  },
  read: { options: { symbol: text, json: flag }, positionals: ['FILE'], run: readDocument },
  import: {
    options: { board: text, symbol: text, title: text, date: text, number: text, replace: flag },
    positionals: ['FILE'],
    run: importDocument,
  },
  'undo-import': { options: { board: text }, positionals: ['SYMBOL'], run: undoImportOf },
}

const args = process.argv.slice(2)
const [first = 'help', second = ''] = args
const name = Object.hasOwn(COMMANDS, `${first} ${second}`) ? `${first} ${second}` : first
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (command === undefined) {
  const isHelp = name === 'help' || name === '--help' || name === '-h'
  console[isHelp ? 'log' : 'error'](isHelp ? USAGE : `briefboard: there is no command "${name}".\n\n${USAGE}`)
  process.exit(isHelp ? 0 : 2)
}

try {
  await run(command, args.slice(name.split(' ').length))
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error)
  console.error(`briefboard ${name}: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(isUsage ? 2 : 1)
}

async function run({ options, positionals: expected = [], run }: Command, args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, strict: true, allowPositionals: true })
  const surplus = positionals[expected.length]
  if (surplus !== undefined) throw new UsageError(`"${surplus}" is one word too many. Options begin with "--".`)
  const missing = expected.slice(positionals.length)
  if (missing.length > 0)
    throw new UsageError(`${missing.join(' and ')} must follow: ${[name, ...expected].join(' ')}.`)
  const given = Object.entries(values).map(([option, value]) => [option, `${value}`])
  await run(Object.fromEntries(given), positionals)
}
