/** The names of everything in Redis. What belongs to one room has one hash tag, and so one node of a cluster. */
import type { RoomId } from '@briefboard/protocol'

export interface RoomKeys {
  meta: string
  log: string
  snap0: string
  snap1: string
  quarantine: string
  /** Who holds which id, and in which turn. */
  holds: string
  /** Who holds any. */
  holders: string
  /** Where a snapshot's pieces are gathered; `which` tells those apart that are uploaded at once. */
  upload(which: string): string
  /** A shard channel, not a key. */
  feed: string
}

export function roomKeys(prefix: string, room: RoomId): RoomKeys {
  const tag = `${prefix}{${room}}`
  return {
    meta: `${tag}:meta`,
    log: `${tag}:log`,
    snap0: `${tag}:snap:0`,
    snap1: `${tag}:snap:1`,
    quarantine: `${tag}:quarantine`,
    holds: `${tag}:holds`,
    holders: `${tag}:holders`,
    upload: (which) => `${tag}:upload:${which}`,
    feed: `${tag}:feed`,
  }
}

/** The keys that `roomIn` finds, as a pattern of SCAN. */
export const metaPattern = (prefix: string): string => `${literally(prefix)}{*}:meta`

/** The room of a meta key. The key was made of a RoomId, which is all that the brand says. */
export const roomIn = (prefix: string, metaKey: string): RoomId =>
  metaKey.slice(prefix.length + 1, -'}:meta'.length) as RoomId

export const recordsKey = (prefix: string, kind: string): string => `${prefix}{kind ${kind}}:records`
export const versionsKey = (prefix: string, kind: string): string => `${prefix}{kind ${kind}}:versions`
export const recordsPattern = (prefix: string): string => `${literally(prefix)}{kind *}:records`
export const kindIn = (prefix: string, key: string): string => key.slice(`${prefix}{kind `.length, -'}:records'.length)

export const fileKey = (prefix: string, name: string): string => `${prefix}file:${name}`
export const filePattern = (prefix: string): string => `${literally(prefix)}file:*`
export const fileIn = (prefix: string, key: string): string => key.slice(`${prefix}file:`.length)

/** As a part of a pattern that fits nothing but itself. */
const literally = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

/** Of the probe: two keys and a channel on one node of a cluster, named as a room's are so that the same rights cover them. */
export function probeKeys(prefix: string, name: string): { first: string; second: string; channel: string } {
  const tag = `${prefix}{probe ${name}}`
  return { first: `${tag}:probe`, second: `${tag}:probe:2`, channel: `${tag}:feed` }
}
