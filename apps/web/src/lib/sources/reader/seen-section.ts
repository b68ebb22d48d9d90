/** Which section of a document stands at the top of what is seen, while it is scrolled. */

/** Calls `tell` with the id of the section in the upper part of `scroller`, at each change. Gives the way to stop. */
export function followSections(scroller: HTMLElement, tell: (section: string) => void): () => void {
  const inBand = new Set<Element>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) inBand.add(target)
        else inBand.delete(target)
      }
      const last = sections.findLast((section) => inBand.has(section))
      const id = last?.dataset['section']
      if (id !== undefined) tell(id)
    },
    { root: scroller, rootMargin: '-18% 0px -72% 0px' },
  )
  const sections = [...scroller.querySelectorAll<HTMLElement>('[data-section]')]
  for (const section of sections) observer.observe(section)
  return () => observer.disconnect()
}
