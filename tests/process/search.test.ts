/** Search over a board: what people write is found at once, on every node, by everybody who may read; and no query breaks it. */
import { assessmentOf, setCardText, startThread, threadsMap, writeAssessment } from '@briefboard/board'
import { boardRoom, ROLES, talkRoom, type SearchAnswer } from '@briefboard/protocol'
import { openRedisStore } from '@briefboard/store'
import { openClient, startRedis, startServer, until } from '@briefboard/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { ask, BOARD, openWorld, roomOf, tokensFor, type World } from './world.ts'

/** What is asked of a search: an edit is found within this time after it was saved. */
const FOUND_WITHIN_MS = 2000

async function search(world: Pick<World, 'server'>, token: string, query: string): Promise<SearchAnswer> {
  const response = await ask(world, token, `/api/boards/${BOARD}/search?${new URLSearchParams({ q: query })}`)
  expect(response.status).toBe(200)
  // What the server says it answers.
  return (await response.json()) as SearchAnswer
}

function untilFound(world: Pick<World, 'server'>, token: string, query: string, ids: readonly string[]): Promise<void> {
  const isSo = async (): Promise<boolean> => {
    const { hits } = await search(world, token, query)
    return JSON.stringify(hits.map(({ id }) => id).toSorted()) === JSON.stringify(ids.toSorted())
  }
  return until(`${query} finds ${ids.join(', ') || 'nothing'}`, isSo, FOUND_WITHIN_MS)
}

function write(doc: Y.Doc, words: string): void {
  writeAssessment(doc, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }], 'test')
}

const ann = { id: 'ann', name: 'Ann' }

describe('on one server', () => {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const open = (room: Parameters<typeof openClient>[0]['room']) =>
    openClient({ url: world.server.url, room, token: world.tokens.editor })

  test('an edit of an assessment, a key judgement or a comment is found when it is saved, and not when it is deleted', async () => {
    const { editor, viewer } = world.tokens
    await search(world, editor, 'anything')
    const [card, board, talk] = [open(roomOf('europe')), open(boardRoom(BOARD)), open(talkRoom(BOARD))]
    await Promise.all([card, board, talk].map((client) => client.synced()))

    write(card.doc, 'The word is zeppelin.')
    await card.saved.whenSaved()
    await untilFound(world, viewer, 'zeppelin', ['assessment:europe'])

    setCardText(board.doc, 'europe', 'keyJudgement', 'A judgement on dirigibles.', ann)
    await board.saved.whenSaved()
    await untilFound(world, viewer, 'dirigible', ['card:europe'])

    const at = new Date().toISOString()
    const thread = startThread(talk.doc, 'europe', null, { by: ann, at, text: 'Which airship?' }, ann)
    await talk.saved.whenSaved()
    await untilFound(world, viewer, 'airship', [`comment:${thread}`])

    const text = assessmentOf(card.doc)
    text.delete(text.length - 'The word is zeppelin.'.length, 'The word is zeppelin.'.length)
    setCardText(board.doc, 'europe', 'keyJudgement', 'Another judgement.', ann)
    threadsMap(talk.doc).delete(thread)
    await Promise.all([card, board, talk].map((client) => client.saved.whenSaved()))
    for (const word of ['zeppelin', 'dirigible', 'airship']) await untilFound(world, viewer, word, [])
    for (const client of [card, board, talk]) client.close()
  })

  test('what the command line writes beside the server is found', async () => {
    await world.withStore(async (store) => {
      const { epoch } = await store.log.load(roomOf('south-east-asia'))
      const doc = new Y.Doc()
      write(doc, 'Seen from a gyrocopter.')
      await store.log.append(roomOf('south-east-asia'), epoch, Y.encodeStateAsUpdate(doc), 'somebody')
    })
    await untilFound(world, world.tokens.viewer, 'gyrocopter', ['assessment:south-east-asia'])
  })

  test.each(ROLES)('%s finds the same as everybody, digests included', async (role) => {
    const { total, kinds } = await search(world, world.tokens[role], 'fighters')
    expect(total).toBeGreaterThan(10)
    expect(kinds.digest).toBeGreaterThan(0)
    expect(kinds.card + kinds.assessment).toBeGreaterThan(0)
  })

  test('who is not signed in finds nothing', async () => {
    const response = await fetch(new URL(`/api/boards/${BOARD}/search?q=fighters`, world.server.url))
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, 'sign-in-needed'])
  })

  test('fields narrow what is found', async () => {
    const { viewer } = world.tokens
    const cited = await search(world, viewer, 'cites:S/2018/80:13 kind:digest')
    expect(cited.hits).toMatchObject([{ kind: 'digest', place: 'S/2018/80:13', card: null }])
    const inEurope = await search(world, viewer, 'region:europe kind:card')
    expect(inEurope.hits.map(({ card }) => card)).toContain('europe')
    const severe = await search(world, viewer, 'level:severe kind:card')
    expect(severe.total).toBe(severe.kinds.card)
    const both = await search(world, viewer, 'level:severe level:moderate kind:card')
    expect(both.total).toBeGreaterThan(severe.total)
    const { hints } = await search(world, viewer, 'colour:red level:')
    expect(hints).toHaveLength(2)
  })

  test('each mark stands on the words that were asked for', async () => {
    const { hits } = await search(world, world.tokens.viewer, 'libya')
    const marked = hits.flatMap(({ snippet }) => snippet.hits.map(([begin, end]) => snippet.text.slice(begin, end)))
    expect(marked.length).toBeGreaterThan(3)
    expect(marked.filter((word) => !/^libya/i.test(word))).toEqual([])
  })

  test.each([
    ['q=fuel&limit=0', 'limit'],
    ['q=fuel&limit=101', 'limit'],
    ['q=fuel&limit=many', 'limit'],
    ['q=fuel&q=oil', 'q'],
    [`q=${'x'.repeat(501)}`, 'at most 500 characters'],
  ])('%s is refused in words', async (query, words) => {
    const response = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}/search?${query}`)
    const problem = (await response.json()) as { code: string; detail: string }
    expect([response.status, problem.code]).toEqual([400, 'bad-request'])
    expect(problem.detail).toContain(words)
  })

  test('a board that is not there is said not to be', async () => {
    const response = await ask(world, world.tokens.viewer, '/api/boards/nowhere/search?q=fuel')
    expect(response.status).toBe(404)
  })

  test('without a query nothing is found, and nothing is wrong', async () => {
    const response = await ask(world, world.tokens.viewer, `/api/boards/${BOARD}/search`)
    expect(await response.json()).toMatchObject({ hits: [], total: 0, hints: [] })
  })
})

/** Different words of two Han letters each: 66,000, by which a tree of terms has nodes of 20,000 branches. */
function hanWords(from: number): string {
  const letter = (at: number): string => String.fromCharCode(0x4e00 + (at % 20_000))
  return Array.from({ length: 66_000 }, (_, at) => letter(Math.floor((from + at) / 20_000)) + letter(from + at)).join(
    ' ',
  )
}

test('whoever rewrites a card with 66,000 different words holds up no search, and keeps nobody else from being found', async () => {
  await using world = await openWorld()
  const { editor, officer, viewer } = world.tokens
  await search(world, viewer, 'anything')
  const open = (card: string, token: string) => openClient({ url: world.server.url, room: roomOf(card), token })
  const [flood, other] = [open('europe', editor), open('south-east-asia', officer)]
  await Promise.all([flood, other].map((client) => client.synced()))
  const text = assessmentOf(flood.doc)
  text.insertEmbed(text.length, new Y.Map())
  const from = text.length
  for (let time = 0; time < 6; time++) {
    const words = hanWords(time * 70_000)
    text.delete(from, text.length - from)
    for (let at = 0; at < words.length; at += 50_000) text.insert(from + at, words.slice(at, at + 50_000))
    await flood.saved.whenSaved()
    await untilFound(world, viewer, words.slice(0, 2), ['assessment:europe'])
    write(other.doc, `Seen from a gyrocopter${'abcdef'.charAt(time)}.`)
    await other.saved.whenSaved()
    await untilFound(world, viewer, `gyrocopter${'abcdef'.charAt(time)}`, ['assessment:south-east-asia'])
  }
  expect((await search(world, viewer, 'gyrocopter')).hints).toEqual([])
  for (const client of [flood, other]) client.close()
})

test('with two nodes on one Redis, what is saved on one is found on the other at its next search', async () => {
  const redis = await startRedis()
  const settings = { PORT: '0', REDIS_URL: redis.url }
  const nodes = await Promise.all([startServer(settings), startServer(settings)])
  try {
    const store = await openRedisStore({ url: redis.url })
    const tokens = await tokensFor(store).finally(() => store.close())
    const [one, two] = nodes.map((server) => ({ server }))
    if (one === undefined || two === undefined) throw new Error('unreachable')
    for (const node of [one, two]) await search(node, tokens.viewer, 'anything')
    const writers = [one, two].map(({ server }) =>
      openClient({ url: server.url, room: boardRoom(BOARD), token: tokens.editor }),
    )
    await Promise.all(writers.map((writer) => writer.synced()))
    for (let round = 0; round < 20; round++) {
      const [here, there] = round % 2 === 0 ? [writers[0], two] : [writers[1], one]
      if (here === undefined) throw new Error('unreachable')
      setCardText(here.doc, 'europe', 'keyJudgement', `Said in round${round}.`, ann)
      await here.saved.whenSaved()
      const { hits } = await search(there, tokens.viewer, `round${round}`)
      expect(hits.map(({ id }) => id)).toEqual(['card:europe'])
    }
    for (const writer of writers) writer.close()
  } finally {
    await Promise.all(nodes.map((node) => node.kill('SIGTERM')))
    await redis.stop()
  }
})
