/** Takes a citation that is dropped onto the text, at the place of the drop. What is dragged within the text is the editor's own. */
import type { Citation } from '@briefboard/board'
import { Extension } from '@tiptap/core'
import { Plugin, Selection } from '@tiptap/pm/state'
import { carriedIn } from './carried-citation.ts'

interface Options {
  onCited: (citation: Citation) => void
}

export const CitationDrops = Extension.create<Options>({
  name: 'citationDrops',
  addOptions: () => ({ onCited: () => undefined }),

  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin({
        props: {
          // Asked only where the text may be written.
          handleDrop(view, event, slice, moved) {
            if (moved || view.dragging !== null || event.dataTransfer === null) return false
            const citation = carriedIn(event.dataTransfer)
            const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
            if (citation === null || place === null) return false
            const { to } = Selection.near(view.state.doc.resolve(place.pos))
            event.preventDefault()
            editor.chain().setTextSelection(to).insertCitation(citation).focus().run()
            options.onCited(citation)
            return true
          },
        },
      }),
    ]
  },
})
