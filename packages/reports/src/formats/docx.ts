/** A Word document: its body with headings, numbers and tables, then its notes; heads and feet of pages around it. */
import type { Source, SourceLine } from '../source.ts'
import { readNumbering } from './docx-numbering.ts'
import { readStyles } from './docx-styles.ts'
import { WordWalk, type WordContext } from './docx-walk.ts'
import type { Limits } from './limits.ts'
import { formatNumber } from './number-format.ts'
import { tooManyLines } from './plain.ts'
import { unreadable } from './unreadable.ts'
import { childrenOf, childOf, readXml, walkXml, xmlText } from './xml.ts'
import type { Zip } from './zip.ts'

const USUAL_PLACE = 'word/document.xml'

/** Where the main part of a Word document is; null if the zip is none. */
export function mainPart(zip: Zip): string | null {
  if (zip.names.includes(USUAL_PLACE)) return USUAL_PLACE
  const related = relationsOf(zip, '_rels/.rels', '')
  const target = [...related.values()].find(({ type }) => type.endsWith('/officeDocument'))?.target
  return target !== undefined && target.startsWith('word/') && zip.names.includes(target) ? target : null
}

export function readDocx(zip: Zip, main: string, name: string, limits: Limits): Source {
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const part = (path: string): string | null => {
    const bytes = zip.read(path)
    return bytes === null ? null : xmlText(bytes)
  }
  const relations = relationsOf(zip, `${folder}_rels/${main.slice(folder.length)}.rels`, folder)
  const partOfType = (type: string): string | null => {
    const target = [...relations.values()].find((relation) => relation.type.endsWith(`/${type}`))?.target
    return part(target ?? `${folder}${type}.xml`)
  }
  const markers: Markers = { footnote: new Map(), endnote: new Map() }
  const context: WordContext = {
    styleOf: readStyles(partOfType('styles')),
    nextLabel: readNumbering(partOfType('numbering')),
    noteReferred: (kind, id, own) => noteReferred(markers[kind], kind, id, own),
    paragraphBegun(linesSoFar) {
      if (linesSoFar > limits.lines) throw tooManyLines(name, limits)
    },
  }
  const body = walked(part(main) ?? '', context)
  const notes = (['footnote', 'endnote'] as const).flatMap((kind) =>
    readNotes(partOfType(`${kind}s`), kind, markers[kind], context),
  )
  const edges = (kind: 'header' | 'footer'): SourceLine[][] =>
    distinctEdges(body, kind, (relation) => part(relations.get(relation)?.target ?? ''), context)
  const lines = joined([...edges('header'), body.gatherer.lines(), ...notes, ...edges('footer')])
  if (lines.length === 0)
    throw unreadable('nothing-readable', {
      name,
      what: 'is a Word document without text: empty, or made of pictures',
      todo: 'If it shows pictures of text, run text recognition (OCR) over them, and bring what that gives.',
    })
  return { format: 'docx', lines, warnings: notShown(body) }
}

function walked(xml: string, context: WordContext): WordWalk {
  const walk = new WordWalk(context)
  walkXml(xml, walk)
  return walk
}

type NoteKind = 'footnote' | 'endnote'
/** By id, in the order in which the text refers to the notes; that order numbers them. */
type Markers = Record<NoteKind, Map<string, string>>

function noteReferred(markers: Map<string, string>, kind: NoteKind, id: string, own: string | null): string {
  const known = markers.get(id)
  if (known !== undefined) return known
  const marker = own ?? formatNumber(markers.size + 1, kind === 'footnote' ? 'decimal' : 'lower-roman')
  markers.set(id, marker)
  return marker
}

/** One line a note, in the order of the markers; notes that nothing refers to are not shown by Word either. */
function readNotes(
  xml: string | null,
  kind: NoteKind,
  markers: ReadonlyMap<string, string>,
  context: WordContext,
): SourceLine[][] {
  if (xml === null) return []
  const walks = new Map<string, WordWalk>()
  let walk: WordWalk | null = null
  walkXml(xml, {
    open(name, attributes) {
      if (name === kind) walks.set(attributes['id'] ?? '', (walk = new WordWalk(context)))
      else walk?.open(name, attributes)
    },
    text: (text) => walk?.text(text),
    close(name) {
      if (name === kind) walk = null
      else walk?.close(name)
    },
  })
  return [...markers].flatMap(([id, marker]) => {
    const lines = walks.get(id)?.gatherer.lines() ?? []
    const text = lines
      .map((line) => line.text)
      .filter((line) => line !== '')
      .join(' ')
    return text === '' ? [] : [[{ text, page: null, role: { kind: 'note', marker } } satisfies SourceLine]]
  })
}

/** The same head stands on many pages and in many sections: once is enough. */
function distinctEdges(
  body: WordWalk,
  kind: 'header' | 'footer',
  part: (relation: string) => string | null,
  context: WordContext,
): SourceLine[][] {
  const relations = new Set(body.pageEdges.filter((edge) => edge.kind === kind).map(({ relation }) => relation))
  const seen = new Set<string>()
  return [...relations].flatMap((relation) => {
    const lines = walked(part(relation) ?? '', context).gatherer.lines()
    return lines.filter(({ text }) => text !== '' && !seen.has(text) && seen.add(text)).map((line) => [line])
  })
}

function joined(groups: readonly (readonly SourceLine[])[]): SourceLine[] {
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [{ text: '', page: null, role: null }, ...group]))
}

function notShown({ deleted, hidden }: WordWalk): string[] {
  return [
    ...(deleted === 0
      ? []
      : [`Left out: ${deleted} characters that a tracked change deletes. Insertions are in the text.`]),
    ...(hidden === 0 ? [] : [`Left out: ${hidden} characters that are formatted as hidden.`]),
  ]
}

interface Relation {
  type: string
  /** From the root of the zip. */
  target: string
}

function relationsOf(zip: Zip, path: string, folder: string): Map<string, Relation> {
  const bytes = zip.read(path)
  if (bytes === null) return new Map()
  return new Map(
    childrenOf(childOf(readXml(xmlText(bytes)), 'Relationships'), 'Relationship').map(({ attributes }) => [
      attributes['Id'] ?? '',
      { type: attributes['Type'] ?? '', target: fromRoot(attributes['Target'] ?? '', folder) },
    ]),
  )
}

function fromRoot(target: string, folder: string): string {
  if (target.startsWith('/')) return target.slice(1)
  // Links to the outside stand among the relations too, and need not be well formed.
  return URL.parse(target, `zip:/${folder}`)?.pathname.slice(1) ?? ''
}
