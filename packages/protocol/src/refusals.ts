/** Every expected "no", in one list: its words, its HTTP status (RFC 9457) and the code that closes a connection. */
import type { ImportQuestion } from './sources.ts'

interface RefusalKind {
  /** A sentence to a person: what happened, and what to do. */
  title: string
  status: number
  /** WebSocket close code where the refusal ends a connection: 44xx is final, 45xx and 1013 mean "try again". Each kind has its own: clients tell them apart by nothing else. */
  close?: number
}

export const REFUSALS = {
  'bad-request': { title: 'The request is not of the expected form.', status: 400, close: 4400 },
  'sign-in-needed': {
    title: 'You are not signed in. Open your sign-in link, or send a bearer token.',
    status: 401,
    close: 4401,
  },
  'link-used': {
    title: 'This sign-in link was used already or never existed. Ask an owner for a new one.',
    status: 410,
  },
  'foreign-origin': {
    title: 'The request comes from another site than Briefboard’s own address.',
    status: 403,
    close: 4403,
  },
  'role-too-low': { title: 'Your role does not allow this. Ask an owner of the board.', status: 403, close: 4403 },
  'read-only': { title: 'You may read this, not change it. Nothing was stored.', status: 403 },
  'no-such-board': {
    title: 'There is no such board. It may have been removed; look at the list of boards.',
    status: 404,
    close: 4404,
  },
  'board-unreadable': {
    title:
      'This board cannot be read. Nothing of it was changed, and the other boards are as they were. ' +
      'Whoever runs the server finds the cause with `briefboard doctor`: docs/runbook.md, Damage.',
    status: 500,
    close: 1011,
  },
  'no-such-room': { title: 'There is no such document.', status: 404, close: 4404 },
  'no-such-pack': { title: 'There is no such pack.', status: 404 },
  'no-such-file': { title: 'The pack has no such file.', status: 404 },
  'no-such-page': { title: 'There is nothing at this address.', status: 404 },
  'board-exists': { title: 'A board with this id exists already.', status: 409 },
  'no-such-report': { title: 'The board has no such report.', status: 404 },
  'no-such-import': { title: 'Nothing of this report was imported, so there is nothing to undo.', status: 404 },
  'import-changed': {
    title: 'Another document is in the place of the one that was to go. Nothing was undone; load the page again.',
    status: 409,
  },
  'no-file': {
    title: 'No document came with the request. Nothing was changed; send one as the field “file”.',
    status: 400,
  },
  'one-document': {
    title: 'More than one document came with the request. Nothing was changed; bring them one by one.',
    status: 400,
  },
  'upload-too-slow': {
    title: 'The document did not arrive in time. Nothing was changed; bring it again over a faster connection.',
    status: 408,
  },
  'symbol-needed': {
    title: 'The document does not name its own symbol. Nothing was changed; give its symbol and bring it again.',
    status: 422,
  },
  'identity-needed': {
    title: 'The document does not say its title or its date. Nothing was changed; give them and bring it again.',
    status: 422,
  },
  'bad-symbol': {
    title: 'This is no document symbol; one looks like S/2018/80. Nothing was changed.',
    status: 422,
  },
  'symbol-differs': {
    title: 'The document names another symbol than the one that was given. Nothing was changed.',
    status: 422,
  },
  'report-exists': { title: 'The board has a document with this symbol already. Nothing was changed.', status: 409 },
  // The words that follow say that nothing was taken from it, and what to do.
  'document-unreadable': { title: 'The document could not be read.', status: 422 },
  'document-too-large': { title: 'The document is too large.', status: 413 },
  'imports-busy': {
    title: 'Other documents are being read. Yours was not taken; bring it again in a minute.',
    status: 503,
  },
  'pack-not-ready': { title: 'The pack is still being made. Ask again in a moment.', status: 409 },
  'too-many-packs': {
    title: 'So many of your packs wait already that this one was not taken. Ask again when one of them is ready.',
    status: 429,
  },
  'packs-busy': {
    title: 'Too many packs wait to be made, so yours was not taken. Ask for it again in a few minutes.',
    status: 503,
  },
  'board-too-large': {
    title: 'The board is too large for a pack. It is as it was; take cards or figures off it, or split it.',
    status: 413,
  },
  'too-large': {
    title: 'The edit is larger than the limit. Nothing of it was stored; split it and try again.',
    status: 413,
    close: 1009,
  },
  malformed: { title: 'The edit could not be read. Nothing of it was stored.', status: 400 },
  'old-form': {
    title: 'This page is of an earlier version of Briefboard. Nothing of this edit was stored; load the page again.',
    status: 409,
    close: 4410,
  },
  'not-yours': {
    title: 'The edit claims to be written by somebody else. Nothing of it was stored.',
    status: 403,
  },
  'document-full': {
    title:
      'The document has reached its largest size. Nothing of this edit was stored; delete something in it, or begin another card.',
    status: 413,
  },
  'too-many-rooms': {
    title: 'You have too many documents or pages open at once. Close some pages; this one connects again by itself.',
    status: 429,
    close: 4529,
  },
  'documents-busy': {
    title: 'So many large documents are in use that there is no memory for this one now. Try again in a moment.',
    status: 503,
    close: 4514,
  },
  'slow-down': {
    title: 'That is more than one person may ask for in so short a time. Nothing was changed; wait a moment.',
    status: 429,
    close: 4529,
  },
  'access-ended': {
    title: 'Your access has changed. Your edits are on this device; sign in again, or ask an owner of the board.',
    status: 403,
    close: 4403,
  },
  'history-changed': {
    title: 'The document was restored from a backup, or brought over. What you have not saved is kept on this device.',
    status: 409,
    close: 4409,
  },
  'no-such-person': { title: 'There is no such person.', status: 404 },
  'last-owner': {
    title: 'This is the last owner; nothing was changed. Make somebody else an owner first.',
    status: 409,
  },
  gap: { title: 'An earlier edit is missing. The rest is being sent again.', status: 409 },
  'unknown-cards': { title: 'Some of the chosen cards are not on this board.', status: 422 },
  'nothing-to-export': {
    title: 'No card may be shown under the chosen marking. Choose a higher ceiling or other cards.',
    status: 422,
  },
  'store-away': {
    title: 'The store cannot be written now. Your edits stay on this device and are sent when it is back.',
    status: 503,
    close: 1013,
  },
  behind: {
    title: 'This page had fallen too far behind. It connects again by itself and gets the rest.',
    status: 503,
    close: 4513,
  },
  stopping: { title: 'The server is restarting. You will be connected again in a moment.', status: 503, close: 1012 },
} as const satisfies Record<string, RefusalKind>

export type RefusalCode = keyof typeof REFUSALS

/** What a refusal says to programs beside its words: extension members of RFC 9457. */
export interface RefusalMembers {
  /** With `symbol-needed` and `identity-needed`. */
  question?: ImportQuestion
  /** Which kind of `document-unreadable`; with `report-exists`, `same-document` or `other-document`. */
  why?: string
}

/** Thrown where a request cannot be granted; caught once, at the edge, and told in the words above. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** What in particular, for instance which cards. */
  readonly detail: string | undefined
  readonly members: RefusalMembers

  constructor(code: RefusalCode, detail?: string, members: RefusalMembers = {}) {
    super(detail === undefined ? REFUSALS[code].title : `${REFUSALS[code].title} ${detail}`)
    this.code = code
    this.detail = detail
    this.members = members
  }

  get status(): number {
    return REFUSALS[this.code].status
  }

  get close(): number {
    const kind: RefusalKind = REFUSALS[this.code]
    return kind.close ?? 4400
  }
}

/** An RFC 9457 problem document. */
export interface Problem extends RefusalMembers {
  type: string
  title: string
  status: number
  code: RefusalCode | 'fault'
  detail?: string
}

export function problemOf(refusal: Refusal): Problem {
  const { code, detail, status, members } = refusal
  return {
    type: `urn:briefboard:problem:${code}`,
    title: REFUSALS[code].title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...members,
  }
}

export const isRefusalCode = (code: unknown): code is RefusalCode =>
  typeof code === 'string' && Object.hasOwn(REFUSALS, code)
