/** How far a document is that somebody brings to the board, and what the server's "no" means for it. */
import type { ImportQuestion, Problem } from '@briefboard/protocol'
import { Failed } from '#lib/live/request.ts'
import { RefusedUpload } from '#lib/live/upload.ts'

export type ImportState =
  | { kind: 'waiting' }
  /** 0 to 1. */
  | { kind: 'sending'; share: number }
  | { kind: 'reading' }
  /** It does not say what it is; `question` has what it does say, and a guess where it is silent. */
  | { kind: 'asking'; question: ImportQuestion; words: string }
  /** One with the same symbol is here; it may be replaced. */
  | { kind: 'exists'; isSame: boolean; words: string }
  | { kind: 'failed'; words: string; advice: string; canRetry: boolean }
  | { kind: 'stopped' }
  | { kind: 'done'; symbol: string }

/** What a person says of a document; empty where it may say so itself. */
export interface Identity {
  symbol: string
  title: string
  date: string
  number: string
}

export const NO_IDENTITY: Identity = { symbol: '', title: '', date: '', number: '' }

/** It rests until somebody does something about it, or for good. */
export const isUnderWay = ({ kind }: ImportState): boolean =>
  kind === 'waiting' || kind === 'sending' || kind === 'reading'

export function identityOf({ symbol, title, date, number }: ImportQuestion): Identity {
  return { symbol: symbol ?? '', title: title ?? '', date: date ?? '', number: number === null ? '' : String(number) }
}

export function importForm(file: File, identity: Identity, replace: boolean): FormData {
  const form = new FormData()
  for (const name of ['symbol', 'title', 'date', 'number'] as const) {
    const value = identity[name].trim()
    if (value !== '') form.set(name, value)
  }
  if (replace) form.set('replace', 'true')
  // Last, so that the server knows the rest before it reads.
  form.set('file', file)
  return form
}

/** What went wrong, as the state it leads to. */
export function stateAfter(error: unknown): ImportState {
  if (error instanceof DOMException && error.name === 'AbortError') return { kind: 'stopped' }
  if (error instanceof RefusedUpload) return refusedState(error.problem)
  if (error instanceof Failed)
    return { kind: 'failed', words: error.message, advice: error.detail ?? '', canRetry: true }
  return { kind: 'failed', words: 'This page could not send the document.', advice: String(error), canRetry: true }
}

function refusedState(problem: Problem): ImportState {
  const words = problem.detail === undefined ? problem.title : `${problem.title} ${problem.detail}`
  switch (problem.code) {
    case 'symbol-needed':
    case 'identity-needed':
    case 'bad-symbol':
    case 'symbol-differs':
      return { kind: 'asking', question: problem.question ?? NO_QUESTION, words }
    case 'report-exists':
      return { kind: 'exists', isSame: problem.why === 'same-document', words }
    default: {
      const canRetry = problem.status >= 500
      return { kind: 'failed', words: problem.title, advice: problem.detail ?? '', canRetry }
    }
  }
}

/** Something in what was typed is wrong, which the words say. */
const NO_QUESTION: ImportQuestion = { symbol: null, title: null, date: null, number: null }
