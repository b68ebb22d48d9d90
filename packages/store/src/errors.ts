/** The errors that a store's callers are meant to tell apart. */
import type { RoomId } from '@briefboard/protocol'

export class RoomMissing extends Error {
  override name = 'RoomMissing'
  readonly room: RoomId
  constructor(room: RoomId) {
    super(`There is no room ${room} in the store.`)
    this.room = room
  }
}

export class EpochChanged extends Error {
  override name = 'EpochChanged'
  readonly room: RoomId
  constructor(room: RoomId) {
    super(`Room ${room} has a new history; updates of the old one are not merged into it.`)
    this.room = room
  }
}

/**
 * The store could not be read or written: the disk is full, Redis is away. Nothing of the call was acknowledged. Where
 * a connection broke before the answer came, the update may still be in the log; appending it again is harmless, since
 * a Yjs update counts once however often it is applied.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
  constructor(what: string, cause?: unknown) {
    super(what, { cause })
  }
}

/** A subscriber missed entries that are trimmed or damaged in the log, so only a new load can go on. */
export class FeedBroken extends Error {
  override name = 'FeedBroken'
  constructor(room: RoomId, missing: number) {
    super(`Entry ${missing} of room ${room} can no longer be read from the log. Load the room again.`)
  }
}

/** Another server works on this data folder. */
export class DataDirInUse extends Error {
  override name = 'DataDirInUse'
  readonly dataDir: string
  constructor(dataDir: string) {
    super(
      `Another Briefboard server is using the data folder ${dataDir}. Nothing was changed in it. ` +
        'Stop that server first, or give this one a data folder of its own (or REDIS_URL, to run several servers together).',
    )
    this.dataDir = dataDir
  }
}
