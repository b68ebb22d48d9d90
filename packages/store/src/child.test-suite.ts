/** Starts the test program in a process of its own and reads what it says. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('./store-process.test-program.ts', import.meta.url))

export interface Child {
  lines: AsyncIterator<string>
  nextLine(): Promise<string>
  write(text: string): void
  /** Resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** From now on its files may grow: somebody has made room on the disk. */
  makeRoom(): void
  errors(): string
}

/** With `fileSizeBlocks`, no file may grow beyond that many blocks of 512 bytes or 1 KB: as on a disk that is full. */
export function startChild(args: string[], fileSizeBlocks?: number): Child {
  const limit = fileSizeBlocks === undefined ? '' : `trap '' XFSZ; ulimit -S -f ${fileSizeBlocks}; `
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, process.execPath, PROGRAM, ...args])
  const gone = once(child, 'exit')
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  let errors = ''
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
  return {
    lines,
    async nextLine() {
      const { value, done } = await lines.next()
      if (done) {
        await gone
        throw new Error(`The child ended without a word (${child.signalCode ?? child.exitCode}):\n${errors}`)
      }
      return value
    },
    write: (text) => void child.stdin.write(text),
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill(signal)
      await gone
    },
    makeRoom: () => void execFileSync('prlimit', ['--pid', `${child.pid}`, '--fsize=unlimited']),
    errors: () => errors,
  }
}
