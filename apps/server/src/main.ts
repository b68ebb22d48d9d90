/** The program: settings → server → signals. */
import { SeedError } from '@briefboard/board/seed'
import { DataDirInUse, StoreUnavailable } from '@briefboard/store'
import { ConfigError, readConfig } from './config.ts'
import { StartProblem } from './start-problem.ts'
import { start } from './start.ts'

/** A stop that takes longer than this is cut off. (S14) */
const STOP_WITHIN_MS = 10_000

try {
  const developing = process.argv.includes('--dev')
  const { url, ownerLink, warnings, onUnexpected, stop } = await start(readConfig(process.env), { developing })
  // The last net (S16): what one client has set off must not end what others work with. Every edge has a net of its own.
  process.on('uncaughtException', onUnexpected)
  process.on('unhandledRejection', onUnexpected)
  for (const warning of warnings) console.warn(warning)
  console.log(`Briefboard is at ${url}`)
  if (ownerLink !== null) console.log(`Sign in as its owner, once, within a week: ${ownerLink}`)
  const end = (): void => {
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    stop().then(() => process.exit(0), fail)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
} catch (error) {
  fail(error)
}

function fail(error: unknown): never {
  const told = [ConfigError, StartProblem, SeedError, DataDirInUse, StoreUnavailable].some(
    (kind) => error instanceof kind,
  )
  console.error(told && error instanceof Error ? error.message : error)
  process.exit(1)
}
