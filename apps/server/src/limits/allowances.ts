/** How often one person, or one address, may do what leaves something behind or is tried again and again. (S12) */
import { Refusal } from '@briefboard/protocol'
import { Budgets } from './budgets.ts'

/** So many at once, and one more in so many seconds. */
interface Rate {
  most: number
  everyS: number
}

/** What is counted; all but codes by person. */
const RATES = {
  /** Sign-in codes that are none, by address. */
  'sign-in': { most: 10, everyS: 6 },
  'new-board': { most: 50, everyS: 60 },
  pack: { most: 40, everyS: 15 },
  import: { most: 150, everyS: 6 },
  people: { most: 150, everyS: 6 },
  search: { most: 100, everyS: 0.1 },
} as const satisfies Record<string, Rate>

export type Allowance = keyof typeof RATES

export interface Allowances {
  /** Takes one. @throws Refusal slow-down if none is left */
  take(what: Allowance, name: string): void
  /** What was taken turned out not to count. */
  giveBack(what: Allowance, name: string): void
}

/** `isUnbounded`: whoever runs the server has switched it off. */
export function openAllowances({ isUnbounded }: { isUnbounded: boolean }): Allowances {
  const open = ({ most, everyS }: Rate): Budgets =>
    new Budgets({ perSecond: isUnbounded ? 0 : 1 / everyS, most: most - 1 })
  const budgets: Record<Allowance, Budgets> = {
    'sign-in': open(RATES['sign-in']),
    'new-board': open(RATES['new-board']),
    pack: open(RATES.pack),
    import: open(RATES.import),
    people: open(RATES.people),
    search: open(RATES.search),
  }
  return {
    take(what, name) {
      const waitMs = budgets[what].waitMs(name)
      if (waitMs > 0) throw tooOften(waitMs)
      budgets[what].spend(name, 1)
    },
    giveBack: (what, name) => budgets[what].spend(name, -1),
  }
}

const tooOften = (waitMs: number): Refusal =>
  new Refusal('slow-down', `It is possible again in ${Math.ceil(waitMs / 1000)} s.`)
