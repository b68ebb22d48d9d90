/** Items made by hand that stand at one place, and whose authors have not heard of each other. */
import * as encoding from 'lib0/encoding'

type Id = readonly [client: number, clock: number]

/** Items of one client, from a clock on: empty buffers, which do not become one item. */
export interface HandMade {
  client: number
  clock: number
  /** The neighbours of each, where it has any. */
  items: readonly { left?: Id | undefined; right?: Id | undefined }[]
}

/** An update of them, in a sequence of this name. */
export function handMade(root: string, ...sections: readonly HandMade[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sections.length)
    for (const { client, clock, items } of sections) {
      for (const number of [items.length, client, clock]) encoding.writeVarUint(encoder, number)
      for (const { left, right } of items) {
        encoding.writeUint8(encoder, 3 | (left === undefined ? 0 : 0x80) | (right === undefined ? 0 : 0x40))
        for (const number of [...(left ?? []), ...(right ?? [])]) encoding.writeVarUint(encoder, number)
        if (left === undefined && right === undefined) {
          encoding.writeVarUint(encoder, 1)
          encoding.writeVarString(encoder, root)
        }
        encoding.writeVarUint(encoder, 0)
      }
    }
    encoding.writeVarUint(encoder, 0)
  })
}

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

/** One item each of so many clients that know nothing; the higher ids first, as Yjs writes them. */
export const crowdOf = (root: string, first: number, count: number): Uint8Array =>
  handMade(root, ...times(count, (at) => ({ client: first + count - 1 - at, clock: 0, items: [{}] })))

/** Items of one client from a clock on, each after the one before; the first has no neighbours. */
export const chainOf = (root: string, client: number, clock: number, count: number): Uint8Array =>
  handMade(root, {
    ...{ client, clock },
    items: times(count, (at) => ({ left: clock + at === 0 ? undefined : [client, clock + at - 1] })),
  })

/** Items of one client from a clock on, each before the one before; the first has no neighbours. */
export const pileOf = (root: string, client: number, clock: number, count: number): Uint8Array =>
  handMade(root, {
    ...{ client, clock },
    items: times(count, (at) => ({ right: clock + at === 0 ? undefined : [client, clock + at - 1] })),
  })
