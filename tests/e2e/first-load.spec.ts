/** What a browser has to load before the board can be worked on stays small; the rest comes when it is asked for. */
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { BOARD, test } from './world.ts'

const MOST_BYTES = 150_000

test('the board page’s first scripts are under 150 kB, gzipped', async ({ site }) => {
  const { page } = await site.signIn('editor', 'Ann')
  const html = await (await page.request.get(BOARD)).text()
  const preloaded = [
    ...html.matchAll(
      /<link[^>]*href="([^"]+\.js)"[^>]*rel="modulepreload"|rel="modulepreload"[^>]*href="([^"]+\.js)"/g,
    ),
  ]
  const started = [...html.matchAll(/import\("([^"]+\.js)"\)/g)]
  const addresses = new Set(
    [...preloaded, ...started].map(([, one, other]) => new URL(one ?? other ?? '', site.url + BOARD).href),
  )
  expect(addresses.size).toBeGreaterThan(5)
  const sizes = await Promise.all(
    [...addresses].map(async (address) => gzipSync(await (await page.request.get(address)).body()).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  console.log(`First scripts of the board page: ${(total / 1000).toFixed(1)} kB gzipped in ${sizes.length} files`)
  expect(total).toBeLessThan(MOST_BYTES)
})
