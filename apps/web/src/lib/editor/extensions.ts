/** What the assessment's editor is made of: the nodes that the text knows, and no others. */
import type { Citation, QuotationState } from '@briefboard/board'
import { caretsPlugin, textPlugin, type Binding, type TextUndo } from '@briefboard/text/editor'
import { Extension, type Extensions } from '@tiptap/core'
import { Dropcursor } from '@tiptap/extensions/drop-cursor'
import { Placeholder } from '@tiptap/extensions/placeholder'
import type { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { BlockDecorations } from './block-decorations.ts'
import { MARKS, NODES } from './editor-schema.ts'
import { caretOf } from './caret.ts'
import { CitationDrops } from './citation-drops.ts'
import { CitationNode } from './citation-node.ts'
import { BlockKeys } from './keys.ts'
import { Paste } from './paste.ts'
import { QuotationSigns } from './quotation-signs.ts'
import { ThreadMarks } from './thread-marks.ts'
import { UnknownBlocks } from './unknown-blocks.ts'

export interface Setting {
  text: Y.Text
  provider: WebsocketProvider
  canWrite: boolean
  onThread: (thread: string) => void
  citations: CitationSetting
  /** Something could not be pasted, in words. */
  onLeftOut: (words: string) => void
}

export interface CitationSetting {
  /** Attributes of the link to where a citation leads. */
  linkOf: (citation: Citation) => Record<string, string>
  /** How its quotation stands; null if it has none. */
  stateOf: (citation: Citation) => QuotationState | null
  /** Enter on a chosen chip. */
  onOpen: (citation: Citation) => void
  /** A citation was put into the text, from outside or by `cite`. */
  onCited: (citation: Citation) => void
}

interface Inside {
  binding: Binding
  undo: TextUndo
  onBroken: (error: unknown) => void
}

export function assessmentExtensions(
  { text, provider, canWrite, onThread, citations, onLeftOut }: Setting,
  { binding, undo, onBroken }: Inside,
): Extensions {
  return [
    ...NODES,
    ...MARKS,
    Extension.create({
      name: 'sharedText',
      addProseMirrorPlugins: () => [
        textPlugin({ text, binding, onBroken }),
        caretsPlugin({ text, awareness: provider.awareness, draw: caretOf }),
      ],
    }),
    BlockKeys.configure({ undo }),
    Paste.configure({ onLeftOut }),
    Dropcursor.configure({ color: 'var(--accent)', width: 2 }),
    Placeholder.configure({
      placeholder: canWrite
        ? 'What is known, and from where? Cite a paragraph behind each statement.'
        : 'Nothing is written here yet.',
      showOnlyWhenEditable: false,
    }),
    CitationNode.configure({
      tabbable: !canWrite,
      linkOf: citations.linkOf,
      onOpen: citations.onOpen,
      beginStep: () => undo.beginStep(),
    }),
    CitationDrops.configure({ onCited: citations.onCited }),
    QuotationSigns.configure({ stateOf: citations.stateOf }),
    ThreadMarks.configure({ text, onChoose: onThread }),
    BlockDecorations,
    UnknownBlocks,
  ]
}
