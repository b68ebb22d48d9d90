// Builds the web client if its sources, or what they are built with, are newer than the last build.
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './install.mjs'

const OWN = ['src', 'static', 'vite.config.ts', 'tsconfig.json', 'package.json'].map((path) => `apps/web/${path}`)
const STAMP = 'apps/web/build/.built'

export function ensurePagesBuilt() {
  if (!arePagesOld(root)) return
  console.log('Building the pages…')
  const begun = new Date()
  run('npm', ['run', 'build', '--silent', '--workspace', '@briefboard/web'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const stamp = join(root, STAMP)
  writeFileSync(stamp, '')
  // What was changed during the build is newer than it.
  utimesSync(stamp, begun, begun)
}

/** Whether something that the pages are made of is newer than they are, or there are none. */
export function arePagesOld(folder) {
  const stamp = join(folder, STAMP)
  if (!existsSync(stamp)) return true
  return newestOf(sourcesOfPages(folder).map((path) => join(folder, path))) > statSync(stamp).mtimeMs
}

/** Paths of files and folders: the client's own, and those of each workspace package that it is made of. */
export function sourcesOfPages(folder) {
  const packages = [...packagesBelow(folder)].flatMap((path) => [`${path}/src`, `${path}/package.json`])
  return [...OWN, ...packages, 'package-lock.json']
}

/** The folders of the workspace packages that the client depends on, and of those that these depend on. */
function packagesBelow(folder) {
  const folders = new Map(
    readdirSync(join(folder, 'packages')).map((name) => [
      readManifest(folder, `packages/${name}`).name,
      `packages/${name}`,
    ]),
  )
  const found = new Set()
  const visit = (path) => {
    for (const name of Object.keys(readManifest(folder, path).dependencies ?? {})) {
      const below = folders.get(name)
      if (below === undefined || found.has(below)) continue
      found.add(below)
      visit(below)
    }
  }
  visit('apps/web')
  return found
}

const readManifest = (folder, path) => JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8'))

function newestOf(paths) {
  return Math.max(0, ...paths.filter((path) => existsSync(path)).map(newest))
}

function newest(path) {
  const stats = statSync(path)
  return stats.isDirectory()
    ? Math.max(stats.mtimeMs, newestOf(readdirSync(path).map((name) => join(path, name))))
    : stats.mtimeMs
}
