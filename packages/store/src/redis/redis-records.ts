/** Records and files in Redis. */
import { byId, toJson } from '../json.ts'
import type { Files, Records, StoredRecord } from '../store.ts'
import type { RedisConnection } from './connection.ts'
import { fileIn, fileKey, filePattern, kindIn, recordsKey, recordsPattern, versionsKey } from './keys.ts'
import { asList, asText } from './replies.ts'
import { PUT_RECORD, TAKE_RECORD } from './record-scripts.ts'

export function redisRecords(connection: RedisConnection, prefix: string): Records {
  return {
    async get(kind, id) {
      const key = recordsKey(prefix, kind)
      return decode(id, await connection.command(key, ['HGET', key, id]))
    },

    async list(kind) {
      const key = recordsKey(prefix, kind)
      const pairs = asList(await connection.command(key, ['HGETALL', key]))
      const records: StoredRecord[] = []
      for (let at = 0; at < pairs.length; at += 2) {
        const record = decode(asText(pairs[at]), pairs[at + 1])
        if (record) records.push(record)
      }
      return records.sort(byId)
    },

    async kinds() {
      const kinds = new Set<string>()
      for (const key of await connection.scan(recordsPattern(prefix), 'hash')) kinds.add(kindIn(prefix, key))
      return [...kinds].sort()
    },

    async put(kind, id, value, expect) {
      const keys = [recordsKey(prefix, kind), versionsKey(prefix, kind)]
      const args = [id, toJson(kind, id, value), expect === undefined ? '' : String(expect)]
      return (await connection.commit(PUT_RECORD, keys, args)) === 1
    },

    async take(kind, id, expect) {
      const args = [id, expect === undefined ? '' : String(expect)]
      return decode(id, await connection.commit(TAKE_RECORD, [recordsKey(prefix, kind)], args))
    },
  }
}

export function redisFiles(connection: RedisConnection, prefix: string): Files {
  return {
    async put(name, bytes) {
      const key = fileKey(prefix, name)
      await connection.commitCommand(key, ['SET', key, bytes])
    },
    async get(name) {
      const key = fileKey(prefix, name)
      const reply = await connection.command(key, ['GET', key])
      return Buffer.isBuffer(reply) ? reply : null
    },
    async remove(name) {
      const key = fileKey(prefix, name)
      await connection.commitCommand(key, ['DEL', key])
    },
    async names() {
      const names = new Set<string>()
      for (const key of await connection.scan(filePattern(prefix), 'string')) names.add(fileIn(prefix, key))
      return [...names].sort()
    },
  }
}

/** From '<version>:<JSON>'. */
function decode(id: string, stored: unknown): StoredRecord | null {
  if (stored === null || stored === undefined) return null
  const text = asText(stored)
  const colon = text.indexOf(':')
  const value: unknown = JSON.parse(text.slice(colon + 1))
  return { id, version: Number(text.slice(0, colon)), value }
}
