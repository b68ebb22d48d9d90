import { expect, test } from 'vitest'
import { mixedSentence } from './mixed-sentence.ts'

test.each([
  ['We have high confidence that it is likely to go on.', 'We have high confidence that it is likely to go on.'],
  [
    'It goes on. We are confident that this is very  likely. More follows.',
    'We are confident that this is very  likely.',
  ],
  ['It is likely to go on. Confidence is moderate: numbers are not known.', null],
  ['It is an almost certain blow', null],
  ['The unlikelihood of confidence', null],
])('%s', (text, found) => {
  expect(mixedSentence(text, 'icd203')).toBe(found)
})
