/** The editor's own schema and the domain write one and the same document. */
import { assessmentOf, quote, readAssessment, writeAssessment, type Block, type Citation } from '@briefboard/board'
import { getSchema, getText } from '@tiptap/core'
import { StarterKit } from '@tiptap/starter-kit'
import { prosemirrorToYXmlFragment, yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { CitationNode, citationIn } from './citation-node.ts'

const schema = getSchema([StarterKit.configure({ undoRedo: false }), CitationNode])
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
  const node = yXmlFragmentToProseMirrorRootNode(assessmentOf(written()), schema)
  const inEditor: Citation[] = []
  node.descendants((child) => void (child.type.name === 'citation' && inEditor.push(citationIn(child.attrs))))
  expect(inEditor).toEqual(cited)

  const doc = new Y.Doc()
  prosemirrorToYXmlFragment(node, assessmentOf(doc))
  const problems: never[] = []
  expect(readAssessment(doc, problems)).toEqual(blocks)
  expect(problems).toEqual([])
})

test('both write a citation in the same attributes, and nothing for what it does not have', () => {
  const doc = new Y.Doc()
  prosemirrorToYXmlFragment(yXmlFragmentToProseMirrorRootNode(assessmentOf(written()), schema), assessmentOf(doc))
  expect(assessmentOf(doc).toString()).toBe(assessmentOf(written()).toString())
  expect(assessmentOf(doc).toString()).not.toContain('null')
})

test('as plain text a citation is its words with their source', () => {
  const node = yXmlFragmentToProseMirrorRootNode(assessmentOf(written()), schema)
  const toText = CitationNode.config.renderText
  const textSerializers = {
    citation: (props: { node: typeof node }) => toText?.call({} as never, props as never) ?? '',
  }
  expect(getText(node, { textSerializers: textSerializers as never })).toBe(
    'Boats [S/2018/80, para. 13]“left the harbour” [S/2018/80, para. 13]“left the harbour” [S/2016/92, para. 76 (b)]',
  )
})
