/** Asks Redis at the start for what will be needed later, so that a missing right ends the start and not the server. */
import { missingRight } from '@briefboard/store'
import { StartProblem } from './start-problem.ts'

/**
 * Whatever else goes wrong with the attempt is no matter of rights, and is met where the thing is done.
 * @throws StartProblem in words
 */
export async function demandRight(attempt: () => Promise<unknown>): Promise<void> {
  try {
    await attempt()
  } catch (error) {
    const words = missingRight(error)
    if (words !== null) throw new StartProblem(words, { cause: error })
  }
}
