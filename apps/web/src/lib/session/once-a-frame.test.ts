/** A page looks at a document that changes without end, and still has time for whoever types. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { onceAFrame } from './once-a-frame.ts'

const FRAME_MS = 16
const ONE_SECOND_OF_FRAMES = 60

let nextFrame: (() => void) | null = null
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => {
    nextFrame = frame
    return 1
  })
  vi.stubGlobal('cancelAnimationFrame', () => (nextFrame = null))
})
afterEach(() => vi.unstubAllGlobals())

/** How often it is looked at in a second in which every frame brings a change, if a look takes so long. */
function looksASecond(lookMs: number): number {
  const doc = new Y.Doc()
  let looks = 0
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const stop = onceAFrame(doc, () => {
    looks++
    now += lookMs
  })
  for (let frame = 0; frame < ONE_SECOND_OF_FRAMES; frame++) {
    doc.getMap('map').set('key', frame)
    now += FRAME_MS
    const frameNow = nextFrame
    nextFrame = null
    frameNow?.()
  }
  stop()
  clock.mockRestore()
  return looks
}

test('each frame, where a look is short; and a long one is followed by a rest', () => {
  expect(looksASecond(1)).toBe(ONE_SECOND_OF_FRAMES)
  const looks = looksASecond(100)
  expect(looks).toBeGreaterThanOrEqual(2)
  expect(looks).toBeLessThanOrEqual(4)
})
