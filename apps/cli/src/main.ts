/** The `briefboard` command: finds the subcommand, gives it its options, tells what went wrong in words. */
import { parseArgs } from 'node:util'
import { Refusal } from '@briefboard/protocol'
import { exportPack, EXPORT_USAGE } from './export.ts'
import { makeToken, TOKEN_USAGE } from './token.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `briefboard: the board from the command line

${TOKEN_USAGE}
${EXPORT_USAGE}
The store is the one that the server uses: DATA_DIR (./data) or REDIS_URL.`

interface Command {
  options: Record<string, { type: 'string' }>
  run: (values: Record<string, string | undefined>) => Promise<void>
}

const text = { type: 'string' } as const

const COMMANDS: Record<string, Command> = {
  token: { options: { role: text, name: text }, run: makeToken },
  export: { options: { board: text, formats: text, ceiling: text, cards: text, out: text }, run: exportPack },
}

const [name = 'help', ...rest] = process.argv.slice(2)
const command = COMMANDS[name]
if (command === undefined) {
  const isHelp = name === 'help' || name === '--help' || name === '-h'
  console[isHelp ? 'log' : 'error'](isHelp ? USAGE : `briefboard: there is no command "${name}".\n\n${USAGE}`)
  process.exit(isHelp ? 0 : 2)
}

try {
  await command.run(parseArgs({ args: rest, options: command.options, strict: true }).values)
} catch (error) {
  const isUsage = error instanceof UsageError || (error instanceof TypeError && 'code' in error)
  const isTold = isUsage || error instanceof Refusal || error instanceof Error
  console.error(`briefboard ${name}: ${isTold && error instanceof Error ? error.message : String(error)}`)
  process.exit(isUsage ? 2 : 1)
}
