#!/usr/bin/env node
// The `briefboard` command. Runs its source on the Node that the project pins, whatever Node called it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../../', import.meta.url)
const node = fileURLToPath(new URL('node_modules/.bin/node', root))
if (!existsSync(node)) {
  console.error('Briefboard is not installed yet. Run `npm install` in its folder first.')
  process.exit(1)
}
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const { status } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exit(status ?? 1)
