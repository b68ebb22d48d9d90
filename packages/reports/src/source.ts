/** A document's text as it was taken from a file: lines as they stand there, with what the form says of each. */
export interface Source {
  format: 'text' | 'markdown' | 'html' | 'pdf' | 'docx'
  lines: SourceLine[]
  warnings: string[]
}
export interface SourceLine {
  text: string
  /** 1-based; null where the form has no pages. */
  page: number | null
  /** What the form itself says the line is; null where it says nothing (txt, pdf). Headings have a level 1…6. */
  role:
    | { kind: 'heading'; level: number }
    | { kind: 'list-item'; label: string | null }
    | { kind: 'note'; marker: string }
    | { kind: 'table-row' }
    | null
}
