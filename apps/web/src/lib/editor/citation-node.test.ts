/** The editor's own schema and the domain write one and the same text. */
import { assessmentOf, quote, readAssessment, writeAssessment, type Block, type Citation } from '@briefboard/board'
import { Binding } from '@briefboard/text/editor'
import { getText } from '@tiptap/core'
import { EditorState } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { CITATION_EMBEDS } from './citation-embed.ts'
import { CitationNode, citationIn } from './citation-node.ts'
import { editorSchema } from './editor-schema.ts'

const schema = editorSchema()
const quotation = quote('left the harbour') ?? undefined
const cited: Citation[] = [
  { symbol: 'S/2018/80', paragraph: 13 },
  { symbol: 'S/2018/80', paragraph: 13, quotation },
  { symbol: 'S/2016/92', paragraph: 76, sub: 'b', quotation },
]
const blocks: Block[] = [
  {
    type: 'paragraph',
    content: [{ type: 'text', text: 'Boats ' }, ...cited.map((citation) => ({ type: 'citation' as const, citation }))],
  },
]

function written(): Y.Doc {
  const doc = new Y.Doc()
  writeAssessment(doc, blocks, 'test')
  return doc
}

test('what the domain writes the editor reads, and what the editor writes the domain reads', () => {
  const node = new Binding(assessmentOf(written()), CITATION_EMBEDS).read(schema)
  const inEditor: Citation[] = []
  node.descendants((child) => void (child.type.name === 'citation' && inEditor.push(citationIn(child.attrs))))
  expect(inEditor).toEqual(cited)

  const doc = new Y.Doc()
  const binding = new Binding(assessmentOf(doc), CITATION_EMBEDS)
  const state = EditorState.create({ doc: binding.read(schema) })
  binding.write([state.tr.replaceWith(0, state.doc.content.size, node.content)])
  const problems: never[] = []
  expect(readAssessment(doc, problems)).toEqual(blocks)
  expect(problems).toEqual([])
})

test('as plain text a citation is its words with their source', () => {
  const node = new Binding(assessmentOf(written()), CITATION_EMBEDS).read(schema)
  const toText = CitationNode.config.renderText
  const textSerializers = {
    citation: (props: { node: typeof node }) => toText?.call({} as never, props as never) ?? '',
  }
  expect(getText(node, { textSerializers: textSerializers as never })).toBe(
    'Boats [S/2018/80, para. 13]“left the harbour” [S/2018/80, para. 13]“left the harbour” [S/2016/92, para. 76 (b)]',
  )
})
