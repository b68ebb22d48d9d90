/** The schema of the assessment's editor, for whoever reads a text as the editor does without one. */
import { getSchema } from '@tiptap/core'
import { Bold } from '@tiptap/extension-bold'
import { Italic } from '@tiptap/extension-italic'
import { Strike } from '@tiptap/extension-strike'
import { Block, Document, Foreign, HardBreak, Link, Text } from './blocks.ts'
import { CitationNode } from './citation-node.ts'

export const NODES = [Document, Text, Block, HardBreak, Foreign]
export const MARKS = [Bold, Italic, Strike, Link]

export const editorSchema = () => getSchema([...NODES, ...MARKS, CitationNode])
