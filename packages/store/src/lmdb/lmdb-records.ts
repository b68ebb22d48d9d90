/** Records and files in LMDB. Other processes may write them while a server runs. */
import { byId, toJson } from '../json.ts'
import type { Files, Records, StoredRecord } from '../store.ts'
import type { Environment } from './environment.ts'
import { asBuffer } from './room-meta.ts'
import type { Writer } from './writer.ts'

const TEXT_AT = 8

export function lmdbRecords(env: Environment, writer: Writer): Records {
  return {
    async get(kind, id) {
      env.refresh()
      const stored = env.records.get([kind, id])
      return stored ? decode(id, stored) : null
    },

    async list(kind) {
      env.refresh()
      const records: StoredRecord[] = []
      for (const { key, value } of env.records.getRange({ start: [kind, ''] })) {
        const [ofKind, id] = recordKey(key)
        if (ofKind !== kind) break
        records.push(decode(id, value))
      }
      return records.sort(byId)
    },

    async kinds() {
      env.refresh()
      // A kind whose last record was taken still has its versions.
      const kinds = [...env.versions.getKeys()].filter((kind): kind is string => typeof kind === 'string')
      return kinds.filter((kind) => hasRecords(env, kind)).sort()
    },

    async put(kind, id, value, expect) {
      const text = toJson(kind, id, value)
      return writer.write((txn) => {
        const stored = txn.get(env.records, [kind, id])
        if (expect !== undefined && (stored ? versionIn(stored) : 0) !== expect) return false
        const lastGiven = txn.get(env.versions, kind)
        const version = (lastGiven ? versionIn(lastGiven) : 0) + 1
        txn.put(env.versions, kind, encode(version, ''))
        txn.put(env.records, [kind, id], encode(version, text))
        return true
      })
    },

    take: (kind, id, expect) =>
      writer.write((txn) => {
        const stored = txn.get(env.records, [kind, id])
        if (!stored || (expect !== undefined && versionIn(stored) !== expect)) return null
        const record = decode(id, stored)
        txn.remove(env.records, [kind, id])
        return record
      }),
  }
}

export function lmdbFiles(env: Environment, writer: Writer): Files {
  return {
    put: (name, bytes) => writer.write((txn) => txn.putUnread(env.files, name, bytes)),
    async get(name) {
      env.refresh()
      const stored = env.files.get(name)
      return stored ? new Uint8Array(stored) : null
    },
    remove: (name) => writer.write((txn) => txn.removeUnread(env.files, name)),
    async names() {
      env.refresh()
      return [...env.files.getKeys()].filter((name): name is string => typeof name === 'string').sort()
    },
  }
}

function hasRecords(env: Environment, kind: string): boolean {
  const [first] = env.records.getKeys({ start: [kind, ''], limit: 1 })
  return first !== undefined && recordKey(first)[0] === kind
}

function encode(version: number, text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(TEXT_AT + Buffer.byteLength(text))
  bytes.writeDoubleBE(version, 0)
  bytes.write(text, TEXT_AT, 'utf8')
  return bytes
}

function decode(id: string, stored: Uint8Array): StoredRecord {
  const value: unknown = JSON.parse(asBuffer(stored).toString('utf8', TEXT_AT))
  return { id, version: versionIn(stored), value }
}

function versionIn(stored: Uint8Array): number {
  return asBuffer(stored).readDoubleBE(0)
}

function recordKey(key: unknown): [kind: string, id: string] {
  if (Array.isArray(key) && typeof key[0] === 'string' && typeof key[1] === 'string') return [key[0], key[1]]
  throw new Error(`A key of the records is not [kind, id]: ${String(key)}`)
}
