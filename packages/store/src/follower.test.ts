/** One subscriber, against a feed and a log that do what a failing-over Redis does. */
import type { RoomId } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import { follow } from './follower.ts'
import type { FeedBatch, Tail } from './follower.ts'
import type { Entry } from './store.ts'

const EPOCH = 'epoch'
const entries = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    position: from + index,
    author: '',
    update: new Uint8Array(),
  }))
const batch = (from: number, to: number, term = 0, since = 0): FeedBatch => {
  return { epoch: EPOCH, term, since, entries: entries(from, to) }
}
const log = (to: number, term = 0, since = 0): Tail => ({
  ...batch(1, to, term, since),
  entries: entries(1, to),
  position: to,
})

function listen(tail: () => Tail) {
  const heard: number[] = []
  const lost: string[] = []
  const follower = follow({
    room: 'board/a' as RoomId, // A name of that form.
    epoch: EPOCH,
    term: 0,
    after: 0,
    readAfter: async () => tail(),
    onEntry: ({ position }) => heard.push(position),
    onLost: (why) => lost.push(why.name),
    onEnd: () => {},
  })
  return { follower, heard, lost }
}

test('S2: a new term that begins where the follower is goes on', () => {
  const { follower, heard, lost } = listen(() => log(0))
  follower.offer(batch(1, 3))
  follower.offer(batch(4, 5, 1, 3))
  expect([heard, lost]).toEqual([[1, 2, 3, 4, 5], []])
})

test('S2: a new term that gives positions anew which were told is lost, even when its log is longer', async () => {
  const byFeed = listen(() => log(9, 1, 2))
  byFeed.follower.offer(batch(1, 3))
  byFeed.follower.offer(batch(3, 9, 1, 2))
  expect([byFeed.heard, byFeed.lost]).toEqual([[1, 2, 3], ['FeedBroken']])

  const byLook = listen(() => log(9, 1, 2))
  byLook.follower.offer(batch(1, 3))
  expect(byLook.follower.isBehind(EPOCH, 1, 3)).toBe(true)
  await byLook.follower.catchUp()
  expect([byLook.heard, byLook.lost]).toEqual([[1, 2, 3], ['FeedBroken']])
})

test('S2: two new terms at once are lost, since nobody knows where the first began', () => {
  const { follower, heard, lost } = listen(() => log(0))
  follower.offer(batch(1, 3))
  follower.offer(batch(4, 4, 2, 3))
  expect([heard, lost]).toEqual([[1, 2, 3], ['FeedBroken']])
})

test('S2: what a replaced master still says is not told', () => {
  const { follower, heard, lost } = listen(() => log(0))
  follower.offer(batch(1, 3))
  follower.offer(batch(4, 4, 1, 3))
  follower.offer(batch(5, 6))
  follower.offer(batch(5, 5, 1, 3))
  expect([heard, lost]).toEqual([[1, 2, 3, 4, 5], []])
})

test('S2: a log that ends before what was told is lost', async () => {
  const { follower, heard, lost } = listen(() => log(2))
  follower.offer(batch(1, 3))
  await follower.catchUp()
  expect([heard, lost]).toEqual([[1, 2, 3], ['FeedBroken']])
})

test('S2: a gap is filled from the log before what follows is told', async () => {
  const { follower, heard, lost } = listen(() => log(6))
  follower.offer(batch(1, 2))
  follower.offer(batch(5, 6))
  await follower.catchUp()
  follower.offer(batch(6, 7))
  expect([heard, lost]).toEqual([[1, 2, 3, 4, 5, 6, 7], []])
})
