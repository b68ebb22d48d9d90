// `npm start`: installs what is missing, builds what is stale, serves.
import { ensureInstalled } from './install.mjs'
import { ensurePagesBuilt } from './build-pages.mjs'
import { serve } from './serve.mjs'

ensureInstalled()
ensurePagesBuilt()
serve(['apps/server/src/main.ts'])
