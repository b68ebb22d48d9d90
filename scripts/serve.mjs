// Runs the server on the pinned Node until it ends, and passes signals on to it.
import { spawn } from 'node:child_process'
import { env, node, root } from './install.mjs'

export function serve(args) {
  const server = spawn(node, [...args], { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  server.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)))
}
