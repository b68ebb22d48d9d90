// `npm run dev`: pages from source with hot reload; the server starts anew when its source changes.
import { ensureInstalled } from './install.mjs'
import { serve } from './serve.mjs'

ensureInstalled()
serve(['--watch', '--watch-preserve-output', 'apps/server/src/main.ts', '--dev'])
