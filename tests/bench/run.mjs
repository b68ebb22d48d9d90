// `npm run bench`: installs what is compared with, and runs the load on a core of its own. `npm run bench -- words` compares
// editors instead of servers, and how long that takes does not matter; `npm run bench -- page` types in a page.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureInstalled, node, run } from '../../scripts/install.mjs'
import { ensurePagesBuilt } from '../../scripts/build-pages.mjs'

const TASKSET = '/usr/bin/taskset'
const LOAD_CORE = '1'
const [what, ...rest] = process.argv.slice(2)

ensureInstalled()
if (what === 'words') {
  ensurePeers('editors')
  run(node, [file('words/main.ts'), ...rest])
} else if (what === 'page') {
  ensurePagesBuilt()
  run(node, [file('page/main.ts'), ...rest])
} else {
  ensurePagesBuilt()
  ensurePeers('peers')
  const args = [file('main.ts'), ...process.argv.slice(2)]
  if (existsSync(TASKSET)) run(TASKSET, ['-c', LOAD_CORE, node, ...args])
  else run(node, args)
}

/** They have a package of their own. */
function ensurePeers(folder) {
  if (existsSync(file(`${folder}/node_modules/.package-lock.json`))) return
  console.log('Installing what to compare with…')
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error'], { cwd: file(folder) })
}

function file(path) {
  return fileURLToPath(new URL(`./${path}`, import.meta.url))
}
