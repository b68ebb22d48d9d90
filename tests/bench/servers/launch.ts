/** Starts a server as a process of its own, on the first core where the machine lets us say so. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const SERVER_CORE = 0
/** The load generator's, and Redis's. */
export const LOAD_CORE = 1
const TASKSET = '/usr/bin/taskset'
export const canPin = existsSync(TASKSET)

const COLLECTOR = fileURLToPath(new URL('./collector.mjs', import.meta.url))

export interface Launched {
  pid: number
  port: number
  collect(): Promise<{ rssMb: number; heapMb: number }>
  stop(): Promise<void>
}

/** `ready` finds the port in a line of its output. @throws Error with its output when it ends before */
export async function launch(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: RegExp,
): Promise<Launched> {
  const node = [process.execPath, '--expose-gc', '--import', COLLECTOR, program, ...args]
  const [command = '', ...rest] = canPin ? [TASKSET, '-c', `${SERVER_CORE}`, ...node] : node
  const child = spawn(command, rest, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const port = Number(await firstMatch(child, ready))
  return { pid: child.pid ?? 0, port, collect: () => collect(child), stop: () => stop(child) }
}

async function firstMatch(child: ChildProcess, ready: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue
    createInterface(stream).on('line', (line) => {
      // What a server says later is of no interest unless it ends; a flood of it must not fill the memory.
      if (lines.length < 200) lines.push(line)
      const found = ready.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
  }
  child.once('exit', () =>
    setImmediate(() => reject(new Error(`A server ended before it served:\n${lines.join('\n')}`))),
  )
  return promise
}

async function collect(child: ChildProcess): Promise<{ rssMb: number; heapMb: number }> {
  const answer = once(child, 'message')
  child.send('collect')
  const [memory] = await answer
  // Sent by collector.mjs, in this form alone.
  return memory as { rssMb: number; heapMb: number }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  // Nothing of what it holds is needed any more.
  child.kill('SIGKILL')
  await gone
}
