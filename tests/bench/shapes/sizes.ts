/** How large each shape is. Writers and clients are those of one room. */
import type { ClosedLoop } from './closed-loop.ts'
import type { Idle } from './memory.ts'
import type { Paced } from './paced.ts'
import type { TwoNodes } from './two-nodes.ts'
import type { Watched } from './watchers.ts'

export const SHAPE_A: Paced = { rooms: 10, clients: 20, writers: 10, perSecond: 5 }
export const SHAPE_B: ClosedLoop = { rooms: 10, clients: 10, writers: 2, inFlight: 16 }
export const SHAPE_C: ClosedLoop = { rooms: 1, clients: 100, writers: 10, inFlight: 16 }
export const SHAPE_D: Watched = { editors: 10, perSecond: 5, watchers: 500, cursorEveryMs: 2000 }
export const SHAPE_E = { joins: 150 }
export const SHAPE_F: Idle = { connections: 2000, rooms: 20, documents: 1000 }
export const SHAPE_NODES: TwoNodes = { rooms: 10, perSecond: 5 }
