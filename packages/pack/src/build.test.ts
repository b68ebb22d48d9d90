import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { buildPack } from './build.ts'
import { canonicalJson, sha256, snapshotHash } from './canonical.ts'
import { board, card, figure, packInput, REPORTS } from './fixture.ts'

const made = board([card('alpha'), card('beta', { region: 'sahel' }), card('secret', { marking: 'red' })], {
  // A map, and a chart with a range, an open end and a gap.
  figures: [
    figure('f1', 'alpha', { measure: 'Income', period: '2012', low: 1 }),
    figure('f2', 'beta', { measure: 'Income', period: '2016', qualifier: 'more than' }),
  ],
})

describe('a pack', () => {
  it('has the files asked for, safely named, and a manifest that fits them', () => {
    const { files, manifest } = buildPack(packInput(made))
    expect(files.map(({ name }) => name)).toEqual([
      ...['briefing.pdf', 'briefing.md', 'map.svg', 'chart-1.svg', 'briefing.json', 'manifest.json'],
    ])
    for (const { name, sha256: hash, size } of manifest.files) {
      const bytes = files.find((file) => file.name === name)?.bytes ?? new Uint8Array()
      expect([sha256(bytes), bytes.length]).toEqual([hash, size])
    }
    expect(JSON.parse(new TextDecoder().decode(files.at(-1)?.bytes))).toEqual(manifest)
    expect(manifest).toMatchObject({
      snapshot: 'ab'.repeat(32),
      withheld: { cards: 1 },
      options: { ceiling: 'green', cards: ['alpha', 'beta'] },
    })
    expect(JSON.stringify(manifest)).not.toContain('secret')
  })

  it('is the same, byte for byte, when two other processes build it', () => {
    const script = `
      import { buildPack } from ${JSON.stringify(new URL('./build.ts', import.meta.url).href)}
      import { sha256 } from ${JSON.stringify(new URL('./canonical.ts', import.meta.url).href)}
      const { files } = buildPack(JSON.parse(process.env.PACK_INPUT))
      console.log(JSON.stringify(files.map(({ name, bytes }) => [name, sha256(bytes)])))`
    const build = (zone: string): unknown => {
      const env = {
        ...process.env,
        NODE_OPTIONS: '',
        TZ: zone,
        LANG: zone === 'UTC' ? 'C' : 'ar_EG.UTF-8',
        PACK_INPUT: JSON.stringify(packInput(made)),
      }
      return JSON.parse(
        execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' }),
      )
    }
    const here = buildPack(packInput(made)).files.map(({ name, bytes }) => [name, sha256(bytes)])
    expect(build('UTC')).toEqual(here)
    expect(build('Asia/Tokyo')).toEqual(here)
  }, 60_000)

  it('tells how far it is, from 0 to 1', () => {
    const heard: number[] = []
    buildPack(packInput(made, { formats: ['md', 'json'] }), ({ done }) => heard.push(done))
    expect(heard[0]).toBe(0)
    expect(heard.at(-1)).toBe(1)
    expect(heard).toEqual(heard.toSorted((a, b) => a - b))
  })
})

describe('a snapshot’s hash', () => {
  it('does not depend on the order of keys or reports, and does on every letter', () => {
    const turned = Object.fromEntries(Object.entries(made).toReversed()) as unknown as typeof made
    expect(snapshotHash(turned, REPORTS.toReversed())).toBe(snapshotHash(made, REPORTS))
    expect(snapshotHash({ ...made, title: 'Harbour Watch' }, REPORTS)).not.toBe(snapshotHash(made, REPORTS))
    expect(canonicalJson({ b: [1, { d: 1, c: 2 }], a: undefined })).toBe('{"b":[1,{"c":2,"d":1}]}')
  })
})
