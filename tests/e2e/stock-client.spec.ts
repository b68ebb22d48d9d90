/** S1: y-websocket's own provider in a browser, on a page with nothing of ours, signed in by the session's cookie. */
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import { build } from 'vite'
import { test } from './world.ts'

const ROOM = 'card/isil-2016-2018/europe'

const PROGRAM = `
  import { WebsocketProvider } from 'y-websocket'
  import * as Y from 'yjs'
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(location.origin.replace('http', 'ws') + '/sync', '${ROOM}', doc, { disableBc: true })
  const types = new Set()
  provider.on('status', ({ status }) => {
    if (status === 'connected') provider.ws.addEventListener('message', ({ data }) => types.add(new Uint8Array(data)[0]))
  })
  globalThis.stock = { text: doc.getText('stock'), provider, types }
`

test('S1: two browsers with a stock client write together, see each other, and get no frame of ours', async ({
  site,
}) => {
  const script = await bundled()
  const pages: Page[] = []
  for (const name of ['One', 'Two']) {
    const { page } = await site.signIn('editor', name)
    // An answer of the server's own, so that the page is of its origin.
    await page.goto('/health')
    await page.evaluate(script)
    await page.waitForFunction('stock.provider.synced')
    pages.push(page)
  }
  const [one, two] = pages
  if (one === undefined || two === undefined) throw new Error('unreachable')
  await one.evaluate(
    `stock.text.insert(0, 'from one, '); stock.provider.awareness.setLocalStateField('card', 'europe')`,
  )
  await two.evaluate(`stock.text.insert(0, 'from two, ')`)
  for (const page of pages) {
    await expect.poll(() => page.evaluate('stock.text.toString()')).toContain('from one')
    await expect.poll(() => page.evaluate('stock.text.toString()')).toContain('from two')
  }
  await expect
    .poll(() =>
      two.evaluate('[...stock.provider.awareness.getStates().values()].some(({ card }) => card === "europe")'),
    )
    .toBe(true)

  await one.evaluate('stock.provider.disconnect(); stock.text.insert(0, "offline, "); stock.provider.connect()')
  await expect.poll(() => two.evaluate('stock.text.toString()')).toContain('offline')
  for (const page of pages) expect(await page.evaluate('[...stock.types].filter((type) => type >= 100)')).toEqual([])
})

/** The program with y-websocket and Yjs from node_modules, as one file. */
async function bundled(): Promise<string> {
  const entry = 'virtual:stock-client'
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    build: { write: false, minify: false, rolldownOptions: { input: entry, output: { format: 'iife' } } },
    plugins: [
      {
        name: 'stock-client',
        resolveId: (id) => (id === entry ? fileURLToPath(new URL('./stock-client.js', import.meta.url)) : null),
        load: (id) => (id.endsWith('/stock-client.js') ? PROGRAM : null),
      },
    ],
  })
  const [output] = Array.isArray(result) ? result : [result]
  if (output === undefined || !('output' in output)) throw new Error('Nothing was bundled.')
  return output.output[0].code
}
