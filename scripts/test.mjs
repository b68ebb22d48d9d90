// `npm test`: everything, on a fresh clone too. Installs, checks, unit and process tests, browser tests; counts at the end.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled, env, root, run } from './install.mjs'
import { ensurePagesBuilt } from './build-pages.mjs'

/** Real services that the tests use, and the Debian packages that bring them. */
const NEEDED = [
  { file: '/usr/bin/redis-server', debian: 'redis-server' },
  { file: process.env.CHROMIUM ?? '/usr/bin/chromium', debian: 'chromium' },
  { file: '/usr/bin/pdftotext', debian: 'poppler-utils' },
]

/** Characters of a failure that are said again. */
const MOST_WORDS = 2000

ensureInstalled()
ensureServices()
const results = join(root, 'test-results')
rmSync(results, { recursive: true, force: true })
mkdirSync(results)

run('node', ['scripts/check.mjs'])
ensurePagesBuilt()
const unit = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', '--outputFile.json=test-results/unit.json'],
  inherit(),
)
const browser = spawnSync('playwright', ['test'], inherit())

const counts = [unitCounts(join(results, 'unit.json')), browserCounts(join(results, 'e2e.json'))]
const total = (name) => counts.reduce((sum, count) => sum + count[name], 0)
// Said again at the end: what the unit tests had to say of theirs is far above by now.
for (const words of unitFailures(join(results, 'unit.json'))) console.log(`\n${words}`)
console.log(`\n${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`)
process.exit(unit.status === 0 && browser.status === 0 && total('failed') === 0 ? 0 : 1)

function inherit() {
  return { cwd: root, env, stdio: 'inherit' }
}

function ensureServices() {
  const missing = NEEDED.filter(({ file }) => !existsSync(file)).map(({ debian }) => debian)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      `The tests use real services that are missing here. Install them: apt-get install ${missing.join(' ')}`,
    )
    process.exit(1)
  }
  console.log(`Installing ${missing.join(', ')}…`)
  run('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } }
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)
}

function unitCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, numTodoTests } = JSON.parse(
    readFileSync(file, 'utf8'),
  )
  // A file that cannot even be loaded has no failed tests, but it failed.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
}

/** The name of each failed test, and the beginning of what it said. */
function unitFailures(file) {
  if (!existsSync(file)) return []
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const failed = assertionResults.filter(({ status }) => status === 'failed')
    // A file that cannot even be loaded has a message of its own instead.
    if (failed.length === 0) return message ? [`FAILED ${name}\n${message.slice(0, MOST_WORDS)}`] : []
    return failed.map(
      ({ fullName, failureMessages }) =>
        `FAILED ${name}: ${fullName}\n${failureMessages.join('\n').slice(0, MOST_WORDS)}`,
    )
  })
}

function browserCounts(file) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 }
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(file, 'utf8')).stats
  return { passed: expected + flaky, failed: unexpected, skipped }
}
