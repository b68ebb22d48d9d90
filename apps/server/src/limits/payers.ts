/** Everybody for whom this process does something, each under one name, whatever they come by. */
import type { IncomingMessage } from 'node:http'
import type { Access } from '../access/identity.ts'
import { addressOf } from './address.ts'
import { Budgets } from './budgets.ts'
import { Payer } from './payer.ts'

/** Who floods and floods is left with a quarter of what a steady one may take. */
const SURCHARGE = 4
/** Nobody waits longer than this; it may have been their browser's doing. */
const LONGEST_WAIT_S = 5
/** A bucket holds what comes in during so many seconds: a day's first look at twenty boards is no flood. */
const SECONDS_HELD = 30

export interface PayersOptions {
  /** Milliseconds of this process's time that one payer may take a second; 0: any. */
  workPerSecond: number
  /** Whether people come through a proxy, which then says from where. */
  isBehindProxy: boolean
}

export class Payers {
  readonly #budgets: Budgets
  readonly #isBehindProxy: boolean
  /** Who is still in use keeps one place to wait in; others need none. */
  readonly #payers = new Map<string, WeakRef<Payer>>()
  readonly #gone = new FinalizationRegistry<string>((name) => {
    if (this.#payers.get(name)?.deref() === undefined) this.#payers.delete(name)
  })

  constructor({ workPerSecond, isBehindProxy }: PayersOptions) {
    this.#budgets = new Budgets({
      ...{ perSecond: workPerSecond, most: SECONDS_HELD * workPerSecond },
      ...{ surcharge: SURCHARGE, mostDebt: LONGEST_WAIT_S * workPerSecond },
    })
    this.#isBehindProxy = isBehindProxy
  }

  ofRequest(request: IncomingMessage, access: Access | null): Payer {
    return this.of(access === null ? this.addressOf(request) : `person:${access.person.id}`)
  }

  /** For what is counted by address alone, as tries at sign-in codes. */
  addressOf(request: IncomingMessage): string {
    return `address:${addressOf(request, this.#isBehindProxy)}`
  }

  of(name: string): Payer {
    const known = this.#payers.get(name)?.deref()
    if (known !== undefined) return known
    const payer = new Payer(name, this.#budgets.of(name))
    this.#payers.set(name, new WeakRef(payer))
    this.#gone.register(payer, name)
    return payer
  }
}
