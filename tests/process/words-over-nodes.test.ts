/** T1: three people with an editor each, on two nodes that die and come back, over lines that break: no word is lost. */
import { Binding } from '@briefboard/text/editor'
import { invite } from '@briefboard/library'
import { BoardId, CardId, cardRoom } from '@briefboard/protocol'
import { openRedisStore } from '@briefboard/store'
import {
  freePort,
  newClientId,
  newSeed,
  openClient,
  pickFrom,
  seededRandom,
  startRedis,
  startServer,
  until,
} from '@briefboard/testkit'
import { expect, test } from 'vitest'
import { EMBEDS, Meeting, Participant, SCHEMA } from '../../packages/text/src/editor/meeting.test-suite.ts'

const ROUNDS = 130
const ROOM = cardRoom(BoardId.parse('isil-2016-2018'), CardId.parse('words'))

test(
  'T1: what three people write at once on two nodes is there, once and in its order',
  { timeout: 120_000 },
  async () => {
    const seed = newSeed()
    process.stdout.write(`TEST_SEED=${seed}\n`)
    const random = seededRandom(seed)
    await using scope = new AsyncDisposableStack()
    const redis = await startRedis()
    scope.defer(() => redis.stop())
    const settings = { REDIS_URL: redis.url, COMPACT_AFTER_ENTRIES: '50', MAX_WORK_PER_PERSON: '0' }
    const ports = [await freePort(), await freePort()]
    const start = (node: number) => startServer({ ...settings, PORT: `${ports[node]}` })
    const nodes = [await start(0), await start(1)]
    scope.defer(async () => void (await Promise.all(nodes.map((node) => node.kill('SIGKILL')))))
    const store = await openRedisStore({ url: redis.url })
    const { token } = await invite(store.records, { name: 'Editor', role: 'editor' }, new Date())
    await store.close()
    const people = [newClientId(), newClientId(), newClientId()].map((id) => new Participant(id))
    const lines = people.map(({ doc }, at) => openClient({ url: nodes[at % 2]!.url, room: ROOM, token, doc }))
    scope.defer(() => lines.forEach((line) => line.close()))
    // They hear of each other by the nodes alone.
    const meeting = new Meeting(random, people, () => undefined)
    for (let round = 1; round <= ROUNDS; round++) {
      meeting.round()
      if (random() < 0.1) pickFrom(random, lines).provider.disconnect()
      if (random() < 0.2) for (const { provider } of lines) if (!provider.shouldConnect) provider.connect()
      if (round % 60 === 0) {
        const node = (round / 60) % 2
        await nodes[node]!.kill('SIGKILL')
        nodes[node] = await start(node)
      }
      await new Promise((resolve) => setTimeout(resolve, random() < 0.5 ? 0 : 10))
    }
    for (const { provider } of lines) provider.connect()
    await Promise.all(lines.map(({ saved }) => saved.whenSaved()))
    await until('all have heard of all', () => new Set(people.map((one) => JSON.stringify(one.said))).size === 1)
    meeting.end()
    expect(meeting.operations).toBeGreaterThan(ROUNDS)

    const fresh = openClient({ url: nodes[0]!.url, room: ROOM, token })
    await fresh.synced()
    expect(new Binding(fresh.doc.getText('text'), EMBEDS).read(SCHEMA).toJSON()).toEqual(people[0]?.shown.toJSON())
    fresh.close()
  },
)
