// Installs what is missing, with whatever Node is at hand, so that everything else can run on the pinned one.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
export const node = join(bin, 'node')

/** The environment in which `node` is the pinned one and every tool of the project is found. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` }

/** True if something was installed. Ends the process if it could not be. */
export function ensureInstalled() {
  if (isInstalled()) return false
  console.log('Installing dependencies…')
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other systems, which not every registry has.
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'])
  return true
}

/** npm writes this file at the end of every installation. */
function isInstalled() {
  const stamp = join(root, 'node_modules', '.package-lock.json')
  return (
    existsSync(node) &&
    existsSync(stamp) &&
    statSync(stamp).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
}

/** Runs a command to its end; ends this process with its code if it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', ...options })
  if (error) console.error(`${command} could not be run: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}
