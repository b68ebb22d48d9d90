/** Which copies on this device hold edits that have not reached the server, whichever page made them, open or closed. */
import { parseRoom, type RoomId } from '@briefboard/protocol'
import { answerOf, openTabs, type Device } from './device.ts'

export interface UnsavedCopy {
  room: RoomId
  /** A page that is open somewhere in this browser made all of them, and sends them itself. */
  isOpen: boolean
}

/** Those of the device's person. @throws DOMException and others where the browser keeps nothing, or does not answer */
export async function unsavedCopies(device: Device): Promise<UnsavedCopy[]> {
  const { rows, marks } = await device.within(['copies', 'unsaved'], async (stores) => ({
    // Only device-copy.ts writes these.
    rows: (await answerOf(stores('copies').getAll())) as { key: string; name: string }[],
    marks: (await answerOf(stores('unsaved').getAllKeys())) as [name: string, tab: string][],
  }))
  const open = await openTabs()
  const own = `${device.person}/`
  return rows.flatMap(({ key, name }): UnsavedCopy[] => {
    const room = key.startsWith(own) ? (key.slice(own.length) as RoomId) : null
    const tabs = marks.flatMap(([copy, tab]) => (copy === name ? [tab] : []))
    if (room === null || parseRoom(room) === null || tabs.length === 0) return []
    return [{ room, isOpen: tabs.every((tab) => open.has(tab)) }]
  })
}
