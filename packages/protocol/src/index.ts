export { contentHash, hashSteps } from './content-hash.ts'
export * from './coverage.ts'
export * from './figures.ts'
export { followClientId } from './follow-client-id.ts'
export * from './frames.ts'
export * from './http.ts'
export * from './ids.ts'
export * from './live.ts'
export { inPieces, sendingInPieces } from './piecewise.ts'
export * from './presence-state.ts'
export * from './refusals.ts'
export * from './roles.ts'
export * from './saved-tracker.ts'
export * from './search.ts'
export * from './sources.ts'
export { Cursor, isTooDeep, Malformed, TooManyParts, type MalformedKind } from './updates/cursor.ts'
export { joinUpdates } from './updates/join.ts'
export { isOnlyDeleting, memoryAdded, memoryOf } from './updates/memory.ts'
export { visitInOrder, type KnownClock } from './updates/order.ts'
export {
  DELETED,
  NONE,
  scanUpdate,
  TYPE,
  type DeletedRange,
  type Parts,
  type Scan,
  type Section,
  type Struct,
} from './updates/scan.ts'
export { splitUpdate, takeOut, takeOutEach, type PieceSize, type Taken } from './updates/split.ts'
export { line, paragraph, unshownIn } from './words.ts'
