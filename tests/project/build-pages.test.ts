/** The pages are built anew whenever something that they are made of has changed, so that `npm start` never serves old ones. */
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { tempFolder } from '@briefboard/testkit'
import { expect, test } from 'vitest'

interface BuildPages {
  arePagesOld(folder: string): boolean
  sourcesOfPages(folder: string): string[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))
// A script without types; these are its own words.
const { arePagesOld, sourcesOfPages } = (await import(join(root, 'scripts/build-pages.mjs'))) as BuildPages

test('a change in the client, in a package of its own, or in a package of that one makes the pages old; in another, not', async () => {
  await using folder = await tempFolder()
  const put = async (path: string, text: string, at: number): Promise<void> => {
    const file = join(folder.path, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    for (let of = file; of !== folder.path; of = dirname(of)) await utimes(of, at, at)
  }
  const manifest = (name: string, ...needs: string[]): string =>
    JSON.stringify({ name, dependencies: Object.fromEntries(needs.map((need) => [need, '*'])) })
  await put('packages/near/package.json', manifest('@briefboard/near', '@briefboard/far', 'yjs'), 10)
  await put('packages/far/package.json', manifest('@briefboard/far', '@briefboard/near'), 10)
  await put('packages/other/package.json', manifest('@briefboard/other'), 10)
  await put('apps/web/package.json', manifest('@briefboard/web', '@briefboard/near'), 10)
  expect(arePagesOld(folder.path)).toBe(true)

  const sources = ['apps/web/src/deep/page.ts', 'packages/near/src/a.ts', 'packages/far/src/deep/b.ts']
  for (const [turn, source] of sources.entries()) {
    await put('apps/web/build/.built', '', 20 + 10 * turn)
    expect(arePagesOld(folder.path), `before ${source}`).toBe(false)
    await put(source, '', 25 + 10 * turn)
    expect(arePagesOld(folder.path), `after ${source}`).toBe(true)
  }
  await put('apps/web/build/.built', '', 90)
  await put('packages/other/src/c.ts', '', 95)
  expect(arePagesOld(folder.path)).toBe(false)
})

test('every package of ours that the client or one of its packages imports is among the sources', async () => {
  const sources = sourcesOfPages(root)
  const folders = sources.filter((path) => path.endsWith('/src'))
  expect(folders).toContain('packages/protocol/src')
  for (const folder of folders) {
    for (const name of await importedIn(join(root, folder))) expect(folders, folder).toContain(`packages/${name}/src`)
  }
})

/** Names of our packages that the sources in a folder import; its tests may import any. */
async function importedIn(folder: string): Promise<Set<string>> {
  const files = (await readdir(folder, { recursive: true })).filter(
    (path) => /\.(?:ts|svelte)$/.test(path) && !/\.test(?:-\w+)?\.ts$/.test(path),
  )
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const names = texts.flatMap((text) =>
    [...text.matchAll(/from '@briefboard\/([a-z]+)/g)].flatMap(([, name]) => name ?? []),
  )
  return new Set(names)
}
