/** Where in its report a paragraph stands: the headings from the highest down to its own. */
import type { Paragraph, Report } from '@briefboard/board'

export function sectionPath(report: Report, paragraph: Pick<Paragraph, 'section'>): string[] {
  const path: string[] = []
  const met = new Set<string>()
  for (let id: string | null = paragraph.section; id !== null && !met.has(id);) {
    met.add(id)
    const section = report.sections.find((one) => one.id === id)
    if (section !== undefined) path.unshift(section.heading)
    id = section?.parent ?? null
  }
  return path
}
