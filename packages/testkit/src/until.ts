/** Waits for a state of the world that no event tells of; says what it waited for when it does not come. */

export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs
  for (let pauseMs = 5; !(await isSo()); pauseMs = Math.min(pauseMs * 2, 100)) {
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain until ${what}.`)
    await new Promise<void>((resolve) => void setTimeout(resolve, pauseMs))
  }
}
