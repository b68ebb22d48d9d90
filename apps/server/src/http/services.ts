/** What the routes work with. */
import type { IncomingMessage } from 'node:http'
import type { WholeBoard } from '@briefboard/library'
import { may, Refusal, type Action, type BoardList, type Person } from '@briefboard/protocol'
import type { Store } from '@briefboard/store'
import type { Access } from '../access/identity.ts'
import type { Allowances } from '../limits/allowances.ts'
import type { Payer } from '../limits/payer.ts'
import type { Live } from '../live/live.ts'
import type { PackDesk } from '../packs/desk.ts'
import type { LinkDesk } from './links.ts'
import type { SearchDesk } from '../search/desk.ts'
import type { SourceDesk } from '../sources/desk.ts'

export interface Services {
  store: Store
  packs: PackDesk
  sources: SourceDesk
  search: SearchDesk
  live: Live
  listBoards: () => Promise<BoardList>
  /** `part`: less than 1 reads less of what is too heavy. */
  readBoard: (name: string, part?: number) => Promise<WholeBoard>
  identify: (request: IncomingMessage) => Promise<Access | null>
  isFromHome: (request: IncomingMessage) => boolean
  /** Who pays for what the request asks. */
  payerOf: (request: IncomingMessage) => Promise<Payer>
  /** What a person may do so often, and no more. */
  allowances: Allowances
  /** Sign-in links, whose codes are not to be tried out. */
  links: LinkDesk
  /** Where people open Briefboard: an origin, without a slash at its end. */
  url: string
  /** Cookies are sent over TLS only. */
  isSecure: boolean
  now: () => Date
}

/** @throws Refusal sign-in-needed */
export async function signedIn({ identify }: Services, request: IncomingMessage): Promise<Person> {
  const access = await identify(request)
  if (access === null) throw new Refusal('sign-in-needed')
  return access.person
}

/** @throws Refusal sign-in-needed, role-too-low */
export async function allowed(services: Services, request: IncomingMessage, action: Action): Promise<Person> {
  const person = await signedIn(services, request)
  if (!may(person.role, action)) throw new Refusal('role-too-low')
  return person
}
