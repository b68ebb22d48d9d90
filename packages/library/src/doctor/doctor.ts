/** Examines a whole store, one room after another, and changes nothing; a server may be at work on it. */
import { boardRoom, parseRoom, talkRoom, type RoomId } from '@briefboard/protocol'
import { RoomMissing, StoreUnavailable, type Inspection, type Store } from '@briefboard/store'
import { examineContent } from './content.ts'
import { examineFiles } from './files.ts'
import { finding, type Finding, type FindingCode, type Tell, type Weight } from './finding.ts'
import { examineRecords, type ExaminedRecords } from './records.ts'
import { examineRoom } from './room.ts'

export interface Examination {
  rooms: number
  entries: number
  snapshots: number
  records: number
  files: number
  /** How many findings there are of each weight. */
  findings: Record<Weight, number>
}

/** Of one kind in one place, so many are told one by one; the rest are counted. */
const MOST_ALIKE = 10

/** Tells of each finding as it comes. What it holds at a time is one room. @throws StoreUnavailable */
export async function examine(store: Store, onFinding: (finding: Finding) => void): Promise<Examination> {
  const examination: Examination = {
    ...{ rooms: 0, entries: 0, snapshots: 0, records: 0, files: 0 },
    findings: { lost: 0, threat: 0, note: 0 },
  }
  const { tell, flush } = counted(onFinding, examination)
  const { problems, notes } = await store.health()
  for (const problem of problems) tell('store-problem', 'store', problem)
  for (const note of notes) tell('store-note', 'store', note)
  // Rooms are listed before boards' records are read: a board that is being made meanwhile has both, or only rooms.
  const rooms = await store.log.rooms()
  const records = await examineRecords(store.records, tell)
  examination.records = records.count
  const cards = new Set<string>()
  // In order of name, boards come before cards.
  for (const room of rooms) {
    await examineOne(store, room, { examination, cards, tell })
    flush()
  }
  await examineNames(store, { rooms, records, cards }, tell)
  examination.files = await examineFiles(store.files, records, tell)
  flush()
  return examination
}

interface Course {
  examination: Examination
  /** The rooms that the cards on the boards have. */
  cards: Set<string>
  tell: Tell
}

async function examineOne(store: Store, room: RoomId, { examination, cards, tell }: Course): Promise<void> {
  const name = parseRoom(room)
  if (name === null) return tell('room-unknown', room, 'This is no name of a document.')
  const inspection = await inspect(store, room, tell)
  if (inspection === null) return
  examination.rooms++
  examination.entries += inspection.pieces.filter(({ kind }) => kind === 'entry').length
  examination.snapshots += inspection.pieces.filter(({ kind }) => kind === 'snapshot').length
  const doc = await examineRoom(room, inspection, tell)
  if (doc === null) return
  for (const card of examineContent(room, name, doc, tell)) cards.add(`card/${name.board}/${card}`)
  doc.destroy()
}

/** Null if it is gone meanwhile, or cannot be read at all. */
async function inspect(store: Store, room: RoomId, tell: Tell): Promise<Inspection | null> {
  try {
    return await store.log.inspect(room)
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error
    if (!(error instanceof RoomMissing))
      tell('room-unreadable', room, error instanceof Error ? error.message : `${error}`)
    return null
  }
}

interface Names {
  rooms: readonly RoomId[]
  records: ExaminedRecords
  cards: ReadonlySet<string>
}

/** What is named and not there, and what is there and not named; looked at again, since people are at work. */
async function examineNames(store: Store, { rooms, records, cards }: Names, tell: Tell): Promise<void> {
  for (const board of records.boards) {
    for (const room of [boardRoom(board), talkRoom(board)])
      if (!(await store.log.exists(room))) tell('board-without-room', room, 'The board has a record, and no such room.')
  }
  const boards = new Set<string>(records.boards)
  for (const room of rooms) {
    const name = parseRoom(room)
    if (name === null) continue
    if (!boards.has(name.board) && (await store.records.get('board', name.board)) === null)
      tell('room-without-board', room, 'There is no record of its board.')
    else if (name.kind === 'card' && boards.has(name.board) && !cards.has(room))
      tell('room-without-card', room, 'The board has no such card.')
  }
}

/** Keeps a thousand findings of one kind in one place from hiding the others. */
function counted(onFinding: (finding: Finding) => void, { findings }: Examination): { tell: Tell; flush: () => void } {
  const alike = new Map<string, { code: FindingCode; where: string; count: number }>()
  return {
    tell(code, where, what, position) {
      const found = finding(code, where, what, position)
      findings[found.weight]++
      const key = `${code} ${where}`
      const kind = alike.get(key) ?? { code, where, count: 0 }
      alike.set(key, { ...kind, count: kind.count + 1 })
      if (kind.count < MOST_ALIKE) onFinding(found)
    },
    flush() {
      for (const { code, where, count } of alike.values())
        if (count > MOST_ALIKE) onFinding(finding(code, where, `And ${count - MOST_ALIKE} more like these.`))
      alike.clear()
    },
  }
}
