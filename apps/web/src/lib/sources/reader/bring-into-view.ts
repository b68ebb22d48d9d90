/** Scrolls to a place in a long document, of which what is out of sight has no more than a guessed height. */

const MOST_LOOKS = 8

/** What comes into view takes its real height and moves the rest, so it is looked again until the place stays. */
export async function bringIntoView(element: Element, block: ScrollLogicalPosition): Promise<void> {
  let before = Number.NaN
  for (let look = 0; look < MOST_LOOKS; look++) {
    element.scrollIntoView({ block })
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const { top } = element.getBoundingClientRect()
    if (Math.abs(top - before) < 1) return
    before = top
  }
}
