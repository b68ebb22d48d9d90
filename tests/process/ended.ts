/** Runs the server or the command line to an end that it should come to by itself, and tells how it ended. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Ended {
  /** Null if a signal ended it. */
  code: number | null
  signal: NodeJS.Signals | null
  /** All that it printed, trimmed. */
  output: string
}

const SERVER = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url))
const COMMAND = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url))
/** Whoever has not ended by then will not. */
const END_WITHIN_MS = 30_000

type Settings = Readonly<Record<string, string>>

/** A start of the server; `within` are words before the program, such as a limit that is set for it. */
export const endedStart = (settings: Settings, within: readonly string[] = []): Promise<Ended> =>
  ended([...within, process.execPath, SERVER], settings)

export const endedCommand = (settings: Settings, args: readonly string[]): Promise<Ended> =>
  ended([process.execPath, COMMAND, ...args], settings)

function ended([program = '', ...args]: readonly string[], settings: Settings): Promise<Ended> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: END_WITHIN_MS,
    killSignal: 'SIGKILL',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, output: output.trim() }))
  })
}
