/** The checksum that every stored entry and snapshot carries. (S6) */
import { crc32 } from 'node:zlib'

/** CRC-32 of `bytes`, as an unsigned 32-bit integer. It finds damage, not forgery. */
export const checksum = (bytes: Uint8Array): number => crc32(bytes)
