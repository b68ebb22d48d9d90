/** Keeps what is read where it is while the paragraphs around it become longer or shorter. */
import { tick } from 'svelte'

/** A tenth of a second. */
const LOOKS = 6

/** To be called right before the change: the first paragraph in sight in `reader` is put back to its place after it. */
export async function keepPlace(reader: HTMLElement): Promise<void> {
  const scroller = scrollerOf(reader)
  if (scroller === null || scroller.scrollTop === 0) return
  const top = scroller.getBoundingClientRect().top + coveredIn(reader)
  const inSight = [...reader.querySelectorAll('[data-paragraph]')].filter(
    (one) => one.getBoundingClientRect().bottom > top,
  )
  // One that begins in sight, unless a long one fills the window.
  const paragraph = inSight.slice(0, 2).find((one) => beginsInSight(one, top, scroller)) ?? inSight[0]
  if (paragraph === undefined) return
  const before = paragraph.getBoundingClientRect().top
  await tick()
  // What comes into view takes its real height only then, and moves the rest.
  for (let look = 0; look < LOOKS; look++) {
    scroller.scrollBy({ top: paragraph.getBoundingClientRect().top - before, behavior: 'instant' })
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

function beginsInSight(paragraph: Element, top: number, scroller: HTMLElement): boolean {
  const begin = paragraph.getBoundingClientRect().top
  return begin >= top && begin < scroller.getBoundingClientRect().bottom
}

/** In pixels: what stands over the text while it is scrolled, which its sections keep clear of. */
function coveredIn(reader: HTMLElement): number {
  const section = reader.querySelector('section')
  return section === null ? 0 : Number.parseFloat(getComputedStyle(section).scrollMarginTop)
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at !== null; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return null
}
