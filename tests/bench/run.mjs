// `npm run bench`: installs what is compared with, and runs the load on a core of its own.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, node, run } from '../../scripts/install.mjs'
import { ensurePagesBuilt } from '../../scripts/build-pages.mjs'

const TASKSET = '/usr/bin/taskset'
const LOAD_CORE = '1'
const peers = fileURLToPath(new URL('./peers', import.meta.url))
const main = fileURLToPath(new URL('./main.ts', import.meta.url))

ensureInstalled()
ensurePagesBuilt()
if (!existsSync(`${peers}/node_modules/.package-lock.json`)) {
  console.log('Installing the servers to compare with…')
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: peers })
}
const args = [main, ...process.argv.slice(2)]
if (existsSync(TASKSET)) run(TASKSET, ['-c', LOAD_CORE, node, ...args])
else run(node, args)
