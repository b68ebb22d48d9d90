/** Documents that take long, or come one after the other: they hold up who brings them, and nobody else. */
import type { ImportFact, Problem } from '@briefboard/protocol'
import { until } from '@briefboard/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { slowPdf } from '../../packages/reports/src/formats/pdf-file.test-suite.ts'
import { FILES } from '../../packages/reports/src/formats/same-text.test-suite.ts'
import { ask, BOARD, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => void (world = await openWorld({ MAX_WORK_PER_PERSON: '0' })))
afterAll(() => world[Symbol.asyncDispose]())

const PATH = `/api/boards/${BOARD}/reports`

interface Answer {
  status: number
  body: Problem & { imported?: ImportFact }
}

async function bring(who: 'editor' | 'owner', name: string, bytes: Uint8Array, symbol: string): Promise<Answer> {
  const form = new FormData()
  form.set('symbol', symbol)
  form.set('date', '2016-09-30')
  form.append('file', new Blob([bytes as BlobPart]), name)
  const headers = { authorization: `Bearer ${world.tokens[who]}` }
  const response = await fetch(new URL(PATH, world.server.url), { method: 'POST', headers, body: form })
  // A fact or a problem, as the API's own types have it.
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

test('S12: documents of kilobytes that would take a minute hold up nobody else, and are refused in words', async () => {
  const slow = slowPdf(3_000_000)
  expect(slow.byteLength).toBeLessThan(50_000)
  let refused = 0
  const all = Array.from({ length: 2 }, async () => {
    const answer = await bring('editor', 'slow.pdf', slow, 'S/2016/900')
    refused++
    return answer
  })
  // Another person’s documents are read meanwhile, one after the other.
  for (let nth = 0; nth < 2; nth++) {
    const brought = await bring('owner', 'a.txt', FILES.txt, 'S/2016/830')
    expect(brought.status).toBe(201)
    expect((await ask(world, world.tokens.owner, `${PATH}/S/2016/830`, { method: 'DELETE' })).status).toBe(204)
  }
  expect(refused).toBeLessThan(2)
  for (const { status, body } of await Promise.all(all)) {
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'document-unreadable' })
    expect(body.detail).toMatch(
      /“slow\.pdf” (?:could not be read within \d+ seconds of work|needs more memory).*Nothing was taken/,
    )
  }
  await until(
    'the next one is read',
    async () => (await bring('editor', 'a.txt', FILES.txt, 'S/2016/830')).status === 201,
  )
}, 400_000)
