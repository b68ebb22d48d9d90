/** A document's sections as the tree that their headings make. */
import type { ReaderPart } from './reader-document.ts'

export interface SectionNode {
  id: string
  /** With its own label: "II. Threat assessment". */
  words: string
  children: SectionNode[]
}

type Section = NonNullable<ReaderPart['section']>

export const headingWords = ({ label, heading }: Pick<Section, 'label' | 'heading'>): string =>
  label === null ? heading : `${label}. ${heading}`

/** A section whose parent is not there stands at the top. */
export function sectionTree(parts: readonly ReaderPart[]): SectionNode[] {
  const roots: SectionNode[] = []
  const nodes = new Map<string, SectionNode>()
  for (const { section } of parts) {
    if (section === null) continue
    const node: SectionNode = { id: section.id, words: headingWords(section), children: [] }
    nodes.set(section.id, node)
    const parent = section.parent === null ? undefined : nodes.get(section.parent)
    ;(parent?.children ?? roots).push(node)
  }
  return roots
}

/** A section and all that it lies in. */
export function pathTo(parts: readonly ReaderPart[], id: string | null): Set<string> {
  const parents = new Map(parts.flatMap(({ section }) => (section === null ? [] : [[section.id, section.parent]])))
  const path = new Set<string>()
  for (let at = id; at !== null && !path.has(at); at = parents.get(at) ?? null) path.add(at)
  return path
}
