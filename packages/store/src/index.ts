/** The store: what it promises, and the three ways to open one. */
export type {
  Author,
  Damage,
  Durability,
  Entry,
  Epoch,
  Files,
  Head,
  HoldLimits,
  Holds,
  Inspection,
  Loaded,
  Piece,
  Position,
  Records,
  Snapshot,
  Store,
  StoredRecord,
  StoreHealth,
  Subscription,
  UpdateLog,
} from './store.ts'
export { DataDirInUse, EpochChanged, FeedBroken, RoomMissing, StoreUnavailable } from './errors.ts'
export { openMemoryStore } from './memory/open-memory-store.ts'
export { openLmdbStore } from './lmdb/open-lmdb-store.ts'
export type { LmdbStoreOptions } from './lmdb/open-lmdb-store.ts'
export { lockDataDir } from './data-dir-lock.ts'
export type { DataDirLock } from './data-dir-lock.ts'
export { makeFolder } from './make-folder.ts'
export { openRedisStore } from './redis/open-redis-store.ts'
export type { RedisStoreOptions } from './redis/open-redis-store.ts'
export { missingRight } from './redis/refusal.ts'
export { parseRedisUrl, type RedisAddress } from './redis/address.ts'
