/** A board that is searched: it finds what was stored before the search, and reads again only what moved. */
import {
  addJudgement,
  assessmentOf,
  cardMap,
  cardsMap,
  createCard,
  putRegion,
  reply,
  setCardText,
  startThread,
  threadsMap,
  writeAssessment,
  type Block,
  type Board,
  type Card,
  type Report,
} from '@briefboard/board'
import { BoardId, boardRoom, CardId, cardRoom, ENTRY_KINDS, talkRoom, type RoomId } from '@briefboard/protocol'
import { openMemoryStore, type Store } from '@briefboard/store'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createBoard } from '../boards.ts'
import { readDocument } from '../documents.ts'
import { compactHistory, readHistory } from '../history.ts'
import { readImport, takeImport, writeText, putImport } from '../sources/import-record.ts'
import { openSearchedBoard, type SearchedBoard } from './searched-board.ts'

const by = { id: 'ann', name: 'Ann' }
const at = '2026-01-01T00:00:00.000Z'
const ID = BoardId.parse('b')
const BOARD = boardRoom(ID)
const TALK = talkRoom(ID)
const roomOf = (card: string): RoomId => cardRoom(ID, CardId.parse(card))

const card = (id: string, words: string): Card => ({
  ...{
    id,
    title: `Card ${id}`,
    region: 'west',
    order: `a${id.length}`,
    status: 'draft',
    marking: null,
    actors: [],
    countries: [],
  },
  ...{
    themes: [],
    tags: [],
    keyJudgement: words,
    gaps: [],
    judgements: [],
    lookedAt: [],
    createdAt: at,
    createdBy: by,
  },
  assessment: [{ type: 'paragraph', content: [{ type: 'text', text: `Assessed ${words}.` }] }],
})

const board: Board = {
  ...{ id: ID, title: 'Board', description: '', marking: 'clear', likelihoodScale: 'icd203', asOf: null },
  regions: [{ id: 'west', name: 'West Africa', order: 'a0', m49: [], countries: [], headings: [] }],
  ...{ cards: [card('one', 'smuggling'), card('two', 'taxes')], actors: [], figures: [] },
}

const report: Report = {
  ...{ symbol: 'S/2018/80', title: 'Report', series: 'series', number: 6, date: '2018-01-31', url: '', sections: [] },
  paragraphs: [
    { number: 13, section: 's', digest: 'Income fell.', regions: [], themes: [], actors: [], subparagraphs: ['a'] },
  ],
}

let store: Store
let searched: SearchedBoard
let loads: () => string[]

beforeEach(async () => {
  store = openMemoryStore()
  await createBoard(store, { board, reports: [report] })
  const load = vi.spyOn(store.log, 'load')
  loads = () => load.mock.calls.splice(0).map(([room]) => room)
  searched = openSearchedBoard(store, ID)
})
afterEach(() => searched.close())

async function found(typed: string): Promise<string[]> {
  return (await searched.search(typed, 50)).hits.map(({ id }) => id).toSorted()
}

/** As somebody's edit arrives in the log. */
async function edit(room: RoomId, change: (doc: Y.Doc) => void): Promise<void> {
  const doc = await readDocument(store, room)
  const before = Y.encodeStateVector(doc)
  change(doc)
  const { epoch } = await store.log.load(room)
  await store.log.append(room, epoch, Y.encodeStateAsUpdate(doc, before), by.id)
  doc.destroy()
  loads()
}

const paragraphOf = (text: string): Block => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const said = (text: string) => ({ by, at, text })

describe('what was stored before the search is found', () => {
  beforeEach(() => found('anything'))

  test('a key judgement, and no longer what it said before', async () => {
    await edit(BOARD, (doc) => setCardText(doc, 'one', 'keyJudgement', 'ransoms', by))
    expect(await found('ransoms')).toEqual(['card:one'])
    expect(await found('smuggling kind:card')).toEqual([])
  })

  test('an assessment, and that it was deleted', async () => {
    await edit(roomOf('one'), (doc) => writeAssessment(doc, [paragraphOf('kidnapping')], 'test'))
    expect(await found('kidnapping')).toEqual(['assessment:one'])
    await edit(roomOf('one'), (doc) => assessmentOf(doc).delete(assessmentOf(doc).length - 11, 11))
    expect(await found('kidnapping')).toEqual([])
  })

  test('a comment, an answer to it, and that it was deleted', async () => {
    let thread = ''
    await edit(TALK, (doc) => (thread = startThread(doc, 'two', null, said('Which source?'), by)))
    expect(await found('source')).toEqual([`comment:${thread}`])
    await edit(TALK, (doc) => reply(doc, thread, said('The sixth report.'), by))
    expect(await found('sixth')).toEqual([`comment:${thread}`])
    await edit(TALK, (doc) => threadsMap(doc).delete(thread))
    expect(await found('source')).toEqual([])
  })

  test('a level that was judged, on the card and on all that belongs to it', async () => {
    const judged = {
      ...{ basis: null, settles: [], citations: [], by, at, asOf: null, reason: 'Prices rose.' },
      ...({ threatLevel: 'severe', trend: 'rising', likelihood: 'likely', confidence: 'moderate' } as const),
    }
    await edit(BOARD, (doc) => void addJudgement(doc, 'one', judged, by))
    expect(await found('level:severe')).toEqual(['assessment:one', 'card:one'])
  })

  test('a new card before its room is there, and then what is written in it', async () => {
    let id = ''
    const place = { region: 'west', before: null }
    await edit(BOARD, (doc) => (id = createCard(doc, { title: 'Fishing', place, by, at }, by)))
    expect(await found('fishing')).toEqual([`card:${id}`])
    const doc = new Y.Doc()
    writeAssessment(doc, [paragraphOf('trawlers')], 'test')
    await store.log.create(roomOf(id), Y.encodeStateAsUpdate(doc))
    expect(await found('trawlers')).toEqual([`assessment:${id}`])
  })

  test('that a card is gone', async () => {
    await edit(BOARD, (doc) => cardsMap(doc).delete('one'))
    expect(await found('smuggling')).toEqual([])
  })

  test('cards by the new name of their region', async () => {
    await edit(BOARD, (doc) => putRegion(doc, { ...board.regions[0]!, name: 'Lake district' }, by))
    expect(await found('region:lake kind:card')).toEqual(['card:one', 'card:two'])
  })

  test('a board that was restored as another', async () => {
    const other = openMemoryStore()
    await createBoard(other, { board: { ...board, cards: [card('three', 'ivory')] }, reports: [] })
    for (const room of [BOARD, roomOf('three')])
      await store.log.replace(room, await compactHistory(await readHistory(await other.log.load(room))))
    expect(await found('ivory')).toEqual(['assessment:three', 'card:three'])
    expect(await found('smuggling')).toEqual([])
  })

  test('what went into a snapshot before it was read', async () => {
    await edit(BOARD, (doc) => setCardText(doc, 'one', 'keyJudgement', 'ransoms', by))
    const loaded = await store.log.load(BOARD)
    const state = await compactHistory(await readHistory(loaded))
    await store.log.compact(BOARD, loaded.epoch, 0, { position: loaded.position, state }, 0)
    expect(await found('ransoms')).toEqual(['card:one'])
  })
})

describe('imported texts', () => {
  const read = { paragraphs: [13, 14].map((number) => ({ number, text: `Their revenue of ${number}.` })) }

  async function bring(): Promise<void> {
    // Of a document that was read, only its paragraphs' numbers and texts matter here.
    const text = await writeText(store, ID, read as unknown as Parameters<typeof writeText>[2])
    const file = { name: 'report.txt', bytes: 1, sha256: '' }
    const current = { id: 'i1', symbol: report.symbol, file, by, at, text, report: null }
    await putImport(store, ID, { version: 0, record: { current, replaced: null } })
  }

  test('are found from the import on, with paragraphs that have no digest, and not after it was undone', async () => {
    expect(await found('revenue')).toEqual([])
    await bring()
    expect(await found('revenue')).toEqual(['text:S/2018/80:13', 'text:S/2018/80:14'])
    const { version, record } = await readImport(store, ID, report.symbol)
    await takeImport(store, ID, { version, record: record! })
    expect(await found('revenue')).toEqual([])
    expect(await found('income')).toEqual(['digest:S/2018/80:13'])
  })

  test('are read once, whatever else is edited', async () => {
    await bring()
    await found('revenue')
    const files = vi.spyOn(store.files, 'get')
    await edit(BOARD, (doc) => setCardText(doc, 'one', 'keyJudgement', 'ransoms', by))
    expect(await found('revenue')).toHaveLength(2)
    expect(files).not.toHaveBeenCalled()
  })
})

describe('only what moved is read', () => {
  test('nothing, when nothing did; and one room for one edit', async () => {
    await found('anything')
    expect(loads().toSorted()).toEqual([BOARD, roomOf('one'), roomOf('two'), TALK].toSorted())
    await found('anything')
    expect(loads()).toEqual([])
    for (const room of [roomOf('two'), TALK, BOARD]) {
      await edit(room, (doc) => doc.getMap('other').set('key', 'value'))
      await found('anything')
      expect(loads()).toEqual([room])
    }
  })

  test('searches at once share the look; one that comes while it is under way gets another', async () => {
    await found('anything')
    await edit(BOARD, (doc) => setCardText(doc, 'one', 'keyJudgement', 'ransoms', by))
    const heads = vi.spyOn(store.log, 'heads')
    const answers = await Promise.all(Array.from({ length: 20 }, () => found('ransoms')))
    expect(answers.every(([id]) => id === 'card:one')).toBe(true)
    expect(heads).toHaveBeenCalledTimes(2)
  })
})

describe('strange boards and queries', () => {
  test('a card under a key that is no card’s id is left out, and keeps nothing from being found', async () => {
    await edit(BOARD, (doc) => {
      cardsMap(doc).set('Not An Id', new Y.Map([['title', 'smuggling']]))
      cardsMap(doc).set('three', 'no card')
      cardMap(doc, 'two')?.set('status', 7)
    })
    expect(await found('smuggling')).toEqual(['assessment:one', 'card:one'])
    expect(await found('taxes')).toEqual(['assessment:two', 'card:two'])
  })

  test('any query is answered, and each mark lies within its text', async () => {
    const bit = fc.oneof(
      fc.constantFrom('"', ':', 'kind:', 'cites:S/2018/80', 'smuggling', 'constructor', '__proto__', '\uD800', '(.*)'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bit, { maxLength: 20 }), fc.constantFrom(' ', ''), async (bits, between) => {
        const { hits, total, kinds } = await searched.search(bits.join(between), 100)
        expect(total).toBe(ENTRY_KINDS.reduce((sum, kind) => sum + kinds[kind], 0))
        for (const { snippet } of hits) {
          let last = 0
          for (const [begin, end] of snippet.hits) {
            expect(begin >= last && end > begin && end <= snippet.text.length).toBe(true)
            last = end
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a phrase may stand in curved quotation marks', async () => {
    expect(await found('“Assessed smuggling”')).toEqual(['assessment:one'])
  })

  test('hundreds of words cost no more than a few', async () => {
    const { total } = await searched.search('a b c d e f g h i j k l m n o p q r s t u v '.repeat(11), 30)
    expect(total).toBe(0)
    expect(await found(Array.from({ length: 60 }, () => 'smuggling').join(' '))).toEqual(['assessment:one', 'card:one'])
  })
})
