import { problemOf, Refusal } from '@briefboard/protocol'
import { expect, test } from 'vitest'
import { Failed } from '#lib/live/request.ts'
import { RefusedUpload } from '#lib/live/upload.ts'
import { identityOf, importForm, NO_IDENTITY, stateAfter } from './import-state.ts'

const refused = (...of: ConstructorParameters<typeof Refusal>): RefusedUpload =>
  new RefusedUpload(problemOf(new Refusal(...of)))

test('a document that does not name itself is asked for, with the guess as it is', () => {
  const question = { symbol: 'S/2016/92', title: null, date: '2016-01-29', number: 1 }
  const state = stateAfter(refused('symbol-needed', 'By its title it may be S/2016/92.', { question }))
  expect(state).toMatchObject({ kind: 'asking', question })
  expect(identityOf(question)).toEqual({ symbol: 'S/2016/92', title: '', date: '2016-01-29', number: '1' })
})

test('what was typed wrongly may be typed again', () => {
  expect(stateAfter(refused('bad-symbol', 'It was “S 2018”.')).kind).toBe('asking')
})

test('one that is here already may be replaced, and the server’s words say by whom it came', () => {
  const state = stateAfter(refused('report-exists', 'It came from Ada.', { why: 'other-document' }))
  expect(state).toMatchObject({ kind: 'exists', isSame: false, words: expect.stringContaining('It came from Ada.') })
  expect(stateAfter(refused('report-exists', '', { why: 'same-document' }))).toMatchObject({ isSame: true })
})

test('what cannot be read is not tried again; what the server has no time for may be', () => {
  expect(stateAfter(refused('document-unreadable', 'It is encrypted.'))).toMatchObject({
    ...{ kind: 'failed', advice: 'It is encrypted.', canRetry: false },
  })
  expect(stateAfter(refused('imports-busy'))).toMatchObject({ kind: 'failed', canRetry: true })
  expect(stateAfter(new Failed('The server cannot be reached.', 0))).toMatchObject({ kind: 'failed', canRetry: true })
})

test('stopping is no failure', () => {
  expect(stateAfter(new DOMException('Stopped', 'AbortError'))).toEqual({ kind: 'stopped' })
})

test('what is not said is left to the document, and the file comes last', () => {
  const form = importForm(new File(['x'], 'a.txt'), { ...NO_IDENTITY, symbol: ' S/2018/80 ' }, true)
  expect([...form.keys()]).toEqual(['symbol', 'replace', 'file'])
  expect(form.get('symbol')).toBe('S/2018/80')
})
