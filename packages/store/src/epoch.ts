/** Makes the name of a new history of a document. */
import { randomBytes } from 'node:crypto'
import type { Epoch } from './store.ts'

/** 16 characters, 64 random bits: two histories of one document never share a name. */
export const newEpoch = (): Epoch => randomBytes(8).toString('hex')
