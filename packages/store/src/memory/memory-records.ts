/** Records and files in memory. Values pass through JSON, as they do in the lasting stores. */
import { byId, toJson } from '../json.ts'
import type { Files, Records, StoredRecord } from '../store.ts'

interface Written {
  version: number
  text: string
}

export function memoryRecords(): Records {
  const kinds = new Map<string, Map<string, Written>>()
  let versions = 0

  const read = (id: string, { version, text }: Written): StoredRecord => ({ id, version, value: JSON.parse(text) })

  return {
    async get(kind, id) {
      const found = kinds.get(kind)?.get(id)
      return found ? read(id, found) : null
    },
    async list(kind) {
      return [...(kinds.get(kind) ?? [])].map(([id, written]) => read(id, written)).sort(byId)
    },
    async kinds() {
      return [...kinds].flatMap(([kind, records]) => (records.size > 0 ? [kind] : [])).sort()
    },
    async put(kind, id, value, expect) {
      const text = toJson(kind, id, value)
      const records = kinds.get(kind) ?? new Map<string, Written>()
      if (expect !== undefined && (records.get(id)?.version ?? 0) !== expect) return false
      kinds.set(kind, records.set(id, { version: ++versions, text }))
      return true
    },
    async take(kind, id, expect) {
      const found = kinds.get(kind)?.get(id)
      if (found === undefined || (expect !== undefined && found.version !== expect)) return null
      kinds.get(kind)?.delete(id)
      return read(id, found)
    },
  }
}

export function memoryFiles(): Files {
  const files = new Map<string, Uint8Array>()
  return {
    async put(name, bytes) {
      files.set(name, bytes.slice())
    },
    async get(name) {
      return files.get(name)?.slice() ?? null
    },
    async remove(name) {
      files.delete(name)
    },
    async names() {
      return [...files.keys()].sort()
    },
  }
}
