/** Somebody who writes: inserts and deletes words, looks for "saved" as a user would, and closes the tab when it is shown. */
import { setTimeout as pause } from 'node:timers/promises'
import type { RoomId } from '@briefboard/protocol'
import { between, openClient, pickFrom, type Random, type SyncClient } from '@briefboard/testkit'
import * as Y from 'yjs'
import { wordsOf, type Edit, type Ledger } from './ledger.ts'

export interface Writer {
  readonly room: RoomId
  /** The tab that is open now. */
  readonly doc: Y.Doc
  /** The Yjs client ids of all its tabs. */
  readonly clients: readonly number[]
  /** Stops writing; resolves when all that was written is shown as saved. @throws Error if something was refused */
  finish(): Promise<void>
  /** In words, for whoever looks at a run that failed. */
  state(): string
  close(): void
}

export interface WriterOptions {
  number: number
  room: RoomId
  token: string
  /** Where it connects, in the form http://127.0.0.1:port. */
  url: string
  random: Random
  ledger: Ledger
  /** Rests so long after each burst of words. */
  restMs?: number
  /** How many of its edits are deletions; a quarter if not given. */
  deletions?: number
  /** Loads the document anew when the server has another text, as the page does. If not, that is wrong. (S15) */
  reloads?: boolean
}

export const textOf = (doc: Y.Doc): Y.Text => doc.getText('chaos')

/** Between two looks at "saved" a user writes at most so many words. */
const MOST_WORDS = 6
const MOST_PAUSE_MS = 40

export function startWriter(options: WriterOptions): Writer {
  const { room, random, restMs = 0 } = options
  const nextWord = wordMaker(options.number)
  const clients: number[] = []
  let isDue = false
  let going = true
  let isWriting = true
  const open = (): Tab => {
    isDue = false
    const opened = openTab(options, () => {
      isDue = true
      if (!isWriting) openAnew()
    })
    clients.push(opened.client.doc.clientID)
    return opened
  }
  const openAnew = (): void => {
    tab.client.close()
    tab = open()
  }
  let tab = open()
  const write = async (): Promise<void> => {
    await tab.client.synced()
    while (going) {
      for (let left = between(random, 1, MOST_WORDS); left > 0; left--) tab.edit(nextWord)
      const mood = random()
      if (mood < 0.25) await pause(between(random, 0, MOST_PAUSE_MS))
      else await tab.client.saved.whenSaved()
      if ((mood > 0.8 && going) || (isDue && tab.client.saved.isClean)) {
        // From now on nobody but the store has what this tab has shown as saved.
        openAnew()
        await tab.client.synced()
      }
      if (restMs > 0 && going) await pause(restMs)
    }
    await tab.client.saved.whenSaved()
    isWriting = false
    if (isDue) openAnew()
  }
  const writing = write()
  // Looked at in `finish`; until then a refusal must not end the process.
  writing.catch(() => undefined)
  return {
    room,
    clients,
    get doc() {
      return tab.client.doc
    },
    finish() {
      going = false
      return writing
    },
    state: () => `writer ${options.number} in ${room}: ${tab.state()}`,
    close: () => tab.client.close(),
  }
}

interface Tab {
  client: SyncClient
  state(): string
  edit(nextWord: () => string): void
}

function openTab(options: WriterOptions, onReload: () => void): Tab {
  const { number, room, token, url, random, ledger, deletions = 0.25, reloads = false } = options
  let pending: Edit[] = []
  const client: SyncClient = openClient({
    url,
    room,
    token,
    maxBackoffMs: 150,
    onDiverged() {
      if (reloads) onReload()
      else ledger.wrong(`writer ${number} in ${room}: all is saved, and the server has another text`)
    },
    onChange() {
      if (pending.length === 0 || client.saved.state.kind !== 'saved') return
      ledger.shown(pending)
      pending = []
    },
  })
  let lastClose = 'never closed'
  client.provider.on('connection-close', (event) => (lastClose = `last closed with ${event?.code} ${event?.reason}`))
  return {
    client,
    state() {
      const { wsconnected, wsconnecting, synced } = client.provider
      const words = [
        client.saved.state.kind,
        wsconnected ? 'connected' : wsconnecting ? 'connecting' : 'not connected',
        synced ? 'synced' : 'not synced',
      ]
      const waits = client.doc.store.pendingStructs === null ? 'nothing waits' : 'some edits wait for earlier ones'
      return [...words, `${pending.length} edits not shown as saved`, waits, lastClose].join(', ')
    },
    edit(nextWord) {
      const words = wordsOf(textOf(client.doc).toString())
      const kind = words.length > 5 && random() < deletions ? 'delete' : 'insert'
      const edit: Edit = { room, kind, word: kind === 'delete' ? pickFrom(random, words) : nextWord() }
      ledger.tried(edit)
      pending.push(edit)
      const before = textOf(client.doc).toString()
      apply(textOf(client.doc), edit, random)
      const after = textOf(client.doc).toString()
      const isAsMeant =
        kind === 'delete' ? hasOnceMore(before, after, edit.word) : hasOnceMore(after, before, edit.word)
      if (!isAsMeant)
        ledger.wrong(
          `writer ${number} in ${room}: Yjs did another edit than ${kind} ${edit.word}: ${before} → ${after}`,
        )
    },
  }
}

/** Words are inserted between words, so that none is ever torn apart. */
function apply(text: Y.Text, { kind, word }: Edit, random: Random): void {
  const now = text.toString()
  if (kind === 'delete') return text.delete(now.indexOf(word), word.length)
  const before = now.indexOf(']', Math.floor(random() * now.length))
  text.insert(before === -1 || random() < 0.1 ? 0 : before + 1, word)
}

function wordMaker(number: number): () => string {
  let count = 0
  return () => `[${number}.${count++}]`
}

/** Whether `longer` is `shorter` with the word once more, wherever that stands: others may have copied it. */
function hasOnceMore(longer: string, shorter: string, word: string): boolean {
  for (let at = longer.indexOf(word); at >= 0; at = longer.indexOf(word, at + 1))
    if (longer.slice(0, at) + longer.slice(at + word.length) === shorter) return true
  return false
}
