export { contentHash, hashSteps } from './content-hash.ts'
export * from './coverage.ts'
export * from './figures.ts'
export * from './frames.ts'
export * from './http.ts'
export * from './ids.ts'
export * from './live.ts'
export { inPieces, sendingInPieces } from './piecewise.ts'
export * from './refusals.ts'
export * from './roles.ts'
export * from './saved-tracker.ts'
export * from './search.ts'
export * from './sources.ts'
export { Malformed } from './updates/cursor.ts'
export { joinUpdates } from './updates/join.ts'
export { visitInOrder, type KnownClock } from './updates/order.ts'
export {
  DELETED,
  NONE,
  scanUpdate,
  TYPE,
  type DeletedRange,
  type Scan,
  type Section,
  type Struct,
} from './updates/scan.ts'
export { splitUpdate, takeOut, type Taken } from './updates/split.ts'
