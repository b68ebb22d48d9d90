/** What the assessment's editor is made of: the nodes that the shared document knows, and no others. */
import type { Citation, QuotationState } from '@briefboard/board'
import type { Person } from '@briefboard/protocol'
import type { Extensions } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Placeholder } from '@tiptap/extension-placeholder'
import { StarterKit } from '@tiptap/starter-kit'
import type { WebsocketProvider } from 'y-websocket'
import type * as Y from 'yjs'
import { caretOf } from './caret.ts'
import { CitationDrops } from './citation-drops.ts'
import { CitationNode } from './citation-node.ts'
import { QuotationSigns } from './quotation-signs.ts'
import { ThreadMarks } from './thread-marks.ts'

export interface Setting {
  fragment: Y.XmlFragment
  provider: WebsocketProvider
  me: Pick<Person, 'id' | 'name' | 'color'>
  canWrite: boolean
  onThread: (thread: string) => void
  citations: CitationSetting
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

export function assessmentExtensions({ fragment, provider, me, canWrite, onThread, citations }: Setting): Extensions {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3] },
      dropcursor: { color: 'var(--accent)', width: 2 },
      // Undo goes through Yjs, over one's own edits only. A trailing node would write into the document by itself.
      ...{ undoRedo: false, trailingNode: false },
      ...{ code: false, codeBlock: false, horizontalRule: false, link: false, strike: false, underline: false },
    }),
    Collaboration.configure({ fragment, field: 'assessment' }),
    CollaborationCaret.configure({ provider, user: { id: me.id, name: me.name, color: me.color }, render: caretOf }),
    Placeholder.configure({
      placeholder: canWrite
        ? 'What is known, and from where? Cite a paragraph behind each statement.'
        : 'Nothing is written here yet.',
      showOnlyWhenEditable: false,
    }),
    CitationNode.configure({ tabbable: !canWrite, linkOf: citations.linkOf, onOpen: citations.onOpen }),
    CitationDrops.configure({ onCited: citations.onCited }),
    QuotationSigns.configure({ stateOf: citations.stateOf }),
    ThreadMarks.configure({ fragment, onChoose: onThread }),
  ]
}
