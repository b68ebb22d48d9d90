/** Small Word documents written by hand, for tests, with the parts that Word itself writes. */
import { zipFile } from './zip-file.test-suite.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface WordParts {
  /** Paragraphs and tables. */
  body: string
  styles?: string
  numbering?: string
  /** By id. */
  footnotes?: Readonly<Record<string, string>>
  header?: string
  footer?: string
}

export function docxFile({ body, styles, numbering, footnotes, header, footer }: WordParts): Uint8Array {
  const parts: Record<string, string> = {
    'word/document.xml': part('document', `<w:body>${body}${sections(header, footer)}</w:body>`),
  }
  if (styles !== undefined) parts['word/styles.xml'] = part('styles', styles)
  if (numbering !== undefined) parts['word/numbering.xml'] = part('numbering', numbering)
  if (header !== undefined) parts['word/header1.xml'] = part('hdr', header)
  if (footer !== undefined) parts['word/footer1.xml'] = part('ftr', footer)
  if (footnotes !== undefined)
    parts['word/footnotes.xml'] = part(
      'footnotes',
      Object.entries(footnotes)
        .map(([id, text]) => `<w:footnote w:id="${id}">${text}</w:footnote>`)
        .join(''),
    )
  const relations = Object.keys(parts).filter((name) => name !== 'word/document.xml')
  return zipFile({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relationsPart([relation('officeDocument', 'word/document.xml', 1)]),
    'word/_rels/document.xml.rels': relationsPart(
      relations.map((name) => {
        const file = name.slice('word/'.length)
        return relation(file.replace(/1?\.xml$/, ''), file, file)
      }),
    ),
    ...parts,
  })
}

export const paragraph = (content: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`

export const run = (text: string, properties = ''): string =>
  `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`

export const style = (id: string, name: string, properties = ''): string =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${properties}</w:style>`

const part = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:${root} ${W} ${R}>${content}</w:${root}>`

const sections = (header: string | undefined, footer: string | undefined): string =>
  '<w:sectPr>' +
  (header === undefined ? '' : '<w:headerReference w:type="default" r:id="header1.xml"/>') +
  (footer === undefined ? '' : '<w:footerReference w:type="default" r:id="footer1.xml"/>') +
  '</w:sectPr>'

const relationsPart = (relations: readonly string[]): string =>
  `<Relationships xmlns="${RELATIONS}">${relations.join('')}</Relationships>`

const relation = (type: string, target: string, id: string | number): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
