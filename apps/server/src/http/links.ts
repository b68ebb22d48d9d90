/** Sign-in links: looked at, used once, and not to be found by trying: who shows many codes that are none has to wait. */
import type { IncomingMessage } from 'node:http'
import { signIn, whomLinkSignsIn } from '@briefboard/library'
import { Refusal, type Person } from '@briefboard/protocol'
import type { Records } from '@briefboard/store'
import type { Allowances } from '../limits/allowances.ts'

const KIND = 'sign-in'

export interface LinkDeskOptions {
  records: Records
  allowances: Allowances
  /** Under which name tries from there are counted. */
  addressOf: (request: IncomingMessage) => string
  now: () => Date
}

export interface LinkDesk {
  /** Whom it would sign in; null if nobody. @throws Refusal slow-down */
  look(request: IncomingMessage, code: string): Promise<Person | null>
  /** @throws Refusal link-used, slow-down */
  use(request: IncomingMessage, code: string): Promise<{ person: Person; session: string }>
}

export function openLinkDesk({ records, allowances, addressOf, now }: LinkDeskOptions): LinkDesk {
  // Counted before the store is asked: of many that come together, no more get an answer than of those that come in turn.
  const tried = async <T>(
    request: IncomingMessage,
    tryCode: () => Promise<T>,
    isRight: (found: T) => boolean,
  ): Promise<T> => {
    const address = addressOf(request)
    allowances.take(KIND, address)
    const found = await tryCode()
    if (isRight(found)) allowances.giveBack(KIND, address)
    return found
  }
  return {
    look: (request, code) =>
      tried(
        request,
        () => whomLinkSignsIn(records, code, now()),
        (person) => person !== null,
      ),
    async use(request, code) {
      const used = await tried(
        request,
        () => signIn(records, code, now()).catch(unlessUsed),
        (found) => found !== null,
      )
      if (used === null) throw new Refusal('link-used')
      return used
    },
  }
}

function unlessUsed(error: unknown): null {
  if (error instanceof Refusal && error.code === 'link-used') return null
  throw error
}
