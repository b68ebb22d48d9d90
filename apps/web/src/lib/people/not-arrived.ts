/** What of a person's edits lies on this device only, named for people: who signs out leaves it behind. */
import { parseRoom, type RoomId } from '@briefboard/protocol'
import { Device } from '#lib/device/device.ts'
import { unsavedCopies } from '#lib/device/unsaved-copies.ts'
import { request } from '#lib/live/request.ts'

/** An edit that is on its way arrives well within this time. */
const ON_ITS_WAY_MS = 1500

/** One line each, on all boards; none where all has arrived, or the browser keeps nothing. */
export async function notArrived(person: string): Promise<string[]> {
  const device = new Device(person)
  try {
    const now = await unsavedRooms(device)
    if (now.length === 0) return []
    await new Promise((resolve) => setTimeout(resolve, ON_ITS_WAY_MS))
    const still = await unsavedRooms(device)
    return await Promise.all(still.map(nameOf))
  } finally {
    device.close()
  }
}

const unsavedRooms = async (device: Device): Promise<RoomId[]> =>
  (await unsavedCopies(device).catch(() => [])).map(({ room }) => room)

async function nameOf(name: RoomId): Promise<string> {
  const room = parseRoom(name)
  if (room === null) return name
  const board = await request('GET', `/api/boards/${room.board}`).catch(() => null)
  const boardName = textOf(board, 'title') ?? room.board
  switch (room.kind) {
    case 'board':
      return `${boardName}: fields of the board and its cards`
    case 'talk':
      return `${boardName}: comments`
    case 'card':
      return `${boardName}: “${textOf(cardOf(board, room.card), 'title') ?? room.card}”`
    default:
      return room satisfies never
  }
}

/** The answer of the server, of which only names are wanted, is looked at as it comes. */
function cardOf(board: unknown, card: string): unknown {
  if (typeof board !== 'object' || board === null || !('cards' in board) || !Array.isArray(board.cards)) return null
  return board.cards.find((one: unknown) => textOf(one, 'id') === card)
}

function textOf(value: unknown, name: string): string | null {
  if (typeof value !== 'object' || value === null) return null
  const text = Object.entries(value).find(([key]) => key === name)?.[1] as unknown
  return typeof text === 'string' && text !== '' ? text : null
}
