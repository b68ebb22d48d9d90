/** A real server in a process of its own, on a free port of loopback, that a test may kill and start again. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url))
/** Halves the time of a start: what was compiled once is not compiled again. */
const COMPILED = join(tmpdir(), 'briefboard-compile-cache')

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** All that it has printed so far. */
  output(): string
  /** Resolves when the process is gone, with its exit code; null if a signal ended it. */
  kill(signal: NodeJS.Signals): Promise<number | null>
}

/**
 * `env` is the whole environment besides PATH; `nodeArgs` go before the program, as `--inspect=127.0.0.1:0`.
 * @throws Error with all that was printed if it ends before it serves
 */
export async function startServer(
  env: Record<string, string>,
  nodeArgs: readonly string[] = [],
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeArgs, MAIN], {
    env: { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line)
      const url = /^Briefboard is at (\S+)$/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  }
  child.once('exit', () =>
    setImmediate(() => reject(new Error(`The server ended before it served:\n${lines.join('\n')}`))),
  )
  const url = await promise
  return { url, pid: child.pid ?? 0, output: () => lines.join('\n'), kill: (signal) => end(child, signal) }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  return child.exitCode
}
