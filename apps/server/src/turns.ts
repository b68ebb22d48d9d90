/**
 * Hands out a bounded number of turns, fairly: a person has one at once, and of those who wait the one comes next whose
 * last turn is the longest ago. Who asks for twelve things waits for themselves, not others for them.
 */

export interface TurnBounds {
  atOnce: number
  /** How many may wait, beside the one that has its turn. */
  waitingEach: number
  waitingInAll: number
  /** The places of those who wait have changed. */
  onMoved?: () => void
}

export interface Turn {
  /** Resolves when it has come. */
  begun: Promise<void>
  /** How many come before it; 0 too for one that has begun. */
  before(): number
  /** Gives it back, or gives up waiting for it; may be called more than once. */
  end(): void
}

export type NoTurn = 'too-many-of-yours' | 'too-many'

export interface Turns {
  join(person: string): Turn | NoTurn
}

interface Waiting {
  person: string
  begin: () => void
}

export function openTurns({ atOnce, waitingEach, waitingInAll, onMoved = () => {} }: TurnBounds): Turns {
  let waiting: Waiting[] = []
  const underWay = new Set<string>()
  /** When a person's last turn began, counted in turns; forgotten when they want nothing any more. */
  const lastTurns = new Map<string, number>()
  let turns = 0

  const next = (): void => {
    while (underWay.size < atOnce) {
      const one = nextOf(
        waiting.filter(({ person }) => !underWay.has(person)),
        lastTurns,
      )
      if (one === undefined) return
      waiting = waiting.filter((other) => other !== one)
      underWay.add(one.person)
      lastTurns.set(one.person, ++turns)
      one.begin()
    }
  }
  const forget = (person: string): void => {
    if (!underWay.has(person) && waiting.every((one) => one.person !== person)) lastTurns.delete(person)
  }
  return {
    join(person) {
      const own = waiting.filter((one) => one.person === person).length
      const isFree = underWay.size < atOnce && !underWay.has(person)
      if (!isFree && own >= waitingEach) return 'too-many-of-yours'
      if (!isFree && waiting.length >= waitingInAll) return 'too-many'
      const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
      const one: Waiting = { person, begin }
      waiting.push(one)
      next()
      let isOver = false
      return {
        begun,
        before: () => Math.max(0, inOrder(waiting, lastTurns).indexOf(one)),
        end() {
          if (isOver) return
          isOver = true
          if (waiting.includes(one)) waiting = waiting.filter((other) => other !== one)
          else underWay.delete(person)
          next()
          forget(person)
          onMoved()
        },
      }
    },
  }
}

/** Of persons whose last turns are equally long ago, the one who came first. */
function nextOf(waiting: readonly Waiting[], lastTurns: ReadonlyMap<string, number>): Waiting | undefined {
  let best: Waiting | undefined
  for (const one of waiting)
    if (best === undefined || (lastTurns.get(one.person) ?? 0) < (lastTurns.get(best.person) ?? 0)) best = one
  return best
}

/** As turns will come if nobody else asks. */
function inOrder(waiting: readonly Waiting[], lastTurns: ReadonlyMap<string, number>): Waiting[] {
  const left = [...waiting]
  const last = new Map(lastTurns)
  const order: Waiting[] = []
  for (let one = nextOf(left, last); one !== undefined; one = nextOf(left, last)) {
    order.push(one)
    left.splice(left.indexOf(one), 1)
    last.set(one.person, Math.max(0, ...last.values()) + 1)
  }
  return order
}
