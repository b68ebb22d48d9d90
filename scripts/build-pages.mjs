// Builds the web client if its sources, or what they are built with, are newer than the last build.
import { readdirSync, statSync, utimesSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './install.mjs'

const SOURCES = [
  'apps/web/src',
  'apps/web/static',
  'apps/web/vite.config.ts',
  'apps/web/package.json',
  'packages/protocol/src',
  'packages/board/src',
  'package-lock.json',
]
const stamp = join(root, 'apps/web/build/.built')

export function ensurePagesBuilt() {
  if (existsSync(stamp) && newestOf(SOURCES.map((path) => join(root, path))) <= statSync(stamp).mtimeMs) return
  console.log('Building the pages…')
  const begun = new Date()
  run('npm', ['run', 'build', '--silent', '--workspace', '@briefboard/web'], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(stamp, '')
  // What was changed during the build is newer than it.
  utimesSync(stamp, begun, begun)
}

function newestOf(paths) {
  return Math.max(0, ...paths.filter((path) => existsSync(path)).map(newest))
}

function newest(path) {
  const stats = statSync(path)
  return stats.isDirectory()
    ? Math.max(stats.mtimeMs, newestOf(readdirSync(path).map((name) => join(path, name))))
    : stats.mtimeMs
}
