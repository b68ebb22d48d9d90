import { expect, test } from 'vitest'
import { keptWords } from './recovery-words.ts'

const kept = (...whys: Parameters<typeof keptWords>[0][number]['why'][]) => keptWords(whys.map((why) => ({ why })))

test('what is one’s own and did not reach the board is called that', () => {
  expect(kept('refused', 'left-behind')).toEqual({
    title: 'Unsaved text was kept on this device',
    text: '2 documents of yours could not be saved to the board.',
  })
})

test('S6, S15: what the page merely showed is not called unsaved text of one’s own', () => {
  expect(kept('diverged').title).toBe('This page differed from the board and was loaded anew')
  expect(kept('damaged', 'damaged').title).toBe('Text that the server lost was kept')
  expect(kept('diverged', 'refused')).toEqual({
    title: 'Text was kept on this device',
    text: 'What stood here is kept on this device: 2 documents. The board may lack some of it; compare, and put back what is missing.',
  })
})
