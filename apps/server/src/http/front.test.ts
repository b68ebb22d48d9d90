/** Health and metrics over HTTP: alive and ready told apart, what is wrong in words, and who may read the numbers. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StoreHealth } from '@briefboard/store'
import express from 'express'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Budgets } from '../limits/budgets.ts'
import { Payer } from '../limits/payer.ts'
import { openMetrics } from '../metrics.ts'
import { buildFront, type Front } from './front.ts'
import type { NodeState } from './health.ts'

const WELL: StoreHealth = { ok: true, problems: [], notes: ['A note.'] }
const SECRET = 'a-token-that-is-long-enough'

let node: NodeState
let stored: () => Promise<StoreHealth>
let p99Ms: number
let documents: { problems: string[]; notes: string[] }
let close: () => void
let url: string

beforeEach(() => {
  node = { id: 'node-1', startedAt: new Date(), phase: 'serving' }
  stored = async () => WELL
  p99Ms = 1.5
  documents = { problems: [], notes: [] }
})
afterEach(() => close())

async function open(metricsToken: string | null = null): Promise<Front> {
  const front = buildFront({
    node,
    metricsToken,
    metrics: openMetrics(),
    payerOf: () => new Payer('anybody', new Budgets({ perSecond: 0, most: 0 }).of('anybody')),
    store: { durability: 'flushed', health: () => stored() },
    memory: { health: () => documents },
    loop: { delay: () => ({ p99Ms, maxMs: p99Ms }), close: () => undefined },
    onFault: (error) => {
      throw error
    },
  })
  const server = createServer(front.handler)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return front
}

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(url + path, { headers })
  return { status: answer.status, text: await answer.text() }
}

test('a node that is well is alive and ready, and says what it is', async () => {
  await open()
  expect(await get('/health/live')).toEqual({
    status: 200,
    text: JSON.stringify({ ok: true, eventLoopDelay: { p99Ms: 1.5, maxMs: 1.5 } }),
  })
  expect(await get('/health/ready')).toEqual({ status: 200, text: '{"ok":true,"problems":[]}' })
  const { status, text } = await get('/health')
  expect(status).toBe(200)
  expect(JSON.parse(text)).toMatchObject({
    ...{ ok: true, durability: 'flushed', notes: ['A note.'], node: 'node-1', phase: 'serving' },
    ...{ version: expect.any(String), connections: 0, rooms: 0 },
  })
})

test('with the store away it is alive and not ready, in the store’s words', async () => {
  await open()
  stored = async () => ({ ok: false, problems: ['Redis is not connected.'], notes: [] })
  expect((await get('/health/live')).status).toBe(200)
  expect(await get('/health/ready')).toEqual({
    status: 503,
    text: '{"ok":false,"problems":["Redis is not connected."]}',
  })
  expect((await get('/health')).status).toBe(503)
})

test('a store that never answers does not hold up the probe', async () => {
  await open()
  stored = () => new Promise(() => undefined)
  const { status, text } = await get('/health/ready')
  expect([status, text]).toEqual([503, expect.stringContaining('has not answered for 0.9 s')])
})

test.each(['starting', 'stopping'] as const)('S14: while %s it is alive and not ready', async (phase) => {
  await open()
  node.phase = phase
  expect((await get('/health/live')).status).toBe(200)
  const { status, text } = await get('/health/ready')
  expect([status, text]).toEqual([503, expect.stringContaining(`This node is ${phase}`)])
})

test('an event loop that is hopelessly late makes it not ready', async () => {
  await open()
  p99Ms = 1700
  const { status, text } = await get('/health/ready')
  expect([status, text]).toEqual([503, expect.stringContaining('1700 ms late')])
})

test('documents that are refused for want of memory are told in words: large ones as a note, all of them as a problem', async () => {
  await open()
  documents = { problems: [], notes: ['Large ones are refused.'] }
  expect(await get('/health/ready')).toEqual({
    status: 200,
    text: '{"ok":true,"problems":[],"notes":["Large ones are refused."]}',
  })
  documents = { problems: ['All are refused.'], notes: [] }
  expect(await get('/health/ready')).toEqual({ status: 503, text: '{"ok":false,"problems":["All are refused."]}' })
})

test('before the application is there, requests are told to come again; then it has them', async () => {
  const front = await open()
  expect(await get('/api/boards')).toMatchObject({ status: 503, text: expect.stringContaining('stopping') })
  front.serve(express().use((_request, response) => void response.send('the application')))
  expect(await get('/api/boards')).toEqual({ status: 200, text: 'the application' })
})

test('metrics without a token: this machine only, not through a proxy, refused in words', async () => {
  await open()
  const { status, text } = await get('/metrics')
  expect([status, text]).toEqual([200, expect.stringContaining('briefboard_connections{kind="board"} 0')])
  for (const headers of [{ 'x-forwarded-for': '10.0.0.1' }, { forwarded: 'for=10.0.0.1' }])
    expect(await get('/metrics', headers)).toMatchObject({
      status: 403,
      text: expect.stringContaining('METRICS_TOKEN'),
    })
})

test('metrics with a token: whoever sends it, and nobody else', async () => {
  await open(SECRET)
  expect((await get('/metrics', { authorization: `Bearer ${SECRET}`, 'x-forwarded-for': '10.0.0.1' })).status).toBe(200)
  for (const authorization of ['', 'Bearer wrong', `Bearer ${SECRET}x`, SECRET])
    expect(await get('/metrics', { authorization })).toMatchObject({
      status: 403,
      text: expect.not.stringContaining(SECRET),
    })
})
