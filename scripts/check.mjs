// `npm run check`: format, lint with the dependency rules, types, the client's types, the seeds.
import { ensureInstalled, node, run } from './install.mjs'

ensureInstalled()
check('Format', 'prettier', ['--check', '--log-level', 'warn', '.'])
check('Lint', 'eslint', ['--max-warnings', '0', '.'])
check('Types', 'tsc', ['-p', '.'])
check('Client types', 'npm', ['run', 'check', '--silent', '--workspace', '@briefboard/web'])
check('Seeds', node, ['scripts/check-seeds.ts'])

function check(title, command, args) {
  console.log(`• ${title}`)
  run(command, args)
}
