/** y-websocket's own frames, as the server writes them. */
import { encodeSync, SYNC_STEP_1, SYNC_STEP_2, SYNC_UPDATE } from '@briefboard/protocol'

/** "This is what I have; send me the rest." */
export const encodeStep1 = (stateVector: Uint8Array): Uint8Array => encodeSync(SYNC_STEP_1, stateVector)
/** "This is what you lack." */
export const encodeStep2 = (update: Uint8Array): Uint8Array => encodeSync(SYNC_STEP_2, update)
export const encodeUpdate = (update: Uint8Array): Uint8Array => encodeSync(SYNC_UPDATE, update)

/** A Yjs update that says nothing. */
export const EMPTY_UPDATE = Uint8Array.of(0, 0)

export const saysNothing = (update: Uint8Array): boolean =>
  update.byteLength === EMPTY_UPDATE.byteLength && update.every((byte) => byte === 0)
