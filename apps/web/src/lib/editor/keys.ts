/** What keys do in the assessment with blocks, and what signs at the beginning of a line make of it. */
import type { BlockFormat } from '@briefboard/text'
import {
  formatOf,
  indent,
  isInList,
  joinAfter,
  joinBefore,
  moveBlocks,
  newBlock,
  outdent,
  toggleKind,
  toggleQuote,
  type TextUndo,
} from '@briefboard/text/editor'
import { Extension, InputRule } from '@tiptap/core'
import type { Command } from '@tiptap/pm/state'

interface Options {
  undo: TextUndo | null
}

export const BlockKeys = Extension.create<Options>({
  name: 'blockKeys',
  priority: 200,
  addOptions: () => ({ undo: null }),

  addKeyboardShortcuts() {
    const { editor } = this
    const run = (command: Command) => (): boolean => command(editor.state, editor.view.dispatch)
    /** Tab leaves the text everywhere else. */
    const inList = (command: Command) => (): boolean =>
      isInList(editor.state) && (command(editor.state, editor.view.dispatch) || true)
    const back = (redo: boolean) => (): boolean => {
      if (redo) this.options.undo?.redo()
      else this.options.undo?.undo()
      return true
    }
    return {
      Enter: run(newBlock),
      Backspace: run(joinBefore),
      Delete: run(joinAfter),
      Tab: inList(indent),
      'Shift-Tab': inList(outdent),
      'Alt-ArrowUp': run(moveBlocks('up')),
      'Alt-ArrowDown': run(moveBlocks('down')),
      'Mod-Alt-0': run(toggleKind('paragraph')),
      'Mod-Alt-2': run(toggleKind('heading', 2)),
      'Mod-Alt-3': run(toggleKind('heading', 3)),
      'Mod-Shift-7': run(toggleKind('ordered')),
      'Mod-Shift-8': run(toggleKind('bullet')),
      'Mod-Shift-b': run(toggleQuote),
      'Mod-z': back(false),
      'Mod-Shift-z': back(true),
      'Mod-y': back(true),
    }
  },

  addInputRules: () => [
    blockRule(/^(#{1,6})\s$/, ([, signs = '']) => ({ kind: 'heading', level: signs.length > 2 ? 3 : 2 })),
    blockRule(/^[-*+]\s$/, () => ({ kind: 'bullet', start: null })),
    blockRule(/^(\d{1,6})[.)]\s$/, ([, number = '']) => ({ kind: 'ordered', start: Number(number) })),
    blockRule(/^>\s$/, () => ({ quote: true })),
  ],
})

/** Signs that are typed at the beginning of a block make something else of it, and go. */
function blockRule(find: RegExp, change: (match: RegExpMatchArray) => Partial<BlockFormat>): InputRule {
  return new InputRule({
    find,
    handler({ state, range, match }) {
      const $from = state.doc.resolve(range.from)
      if ($from.parentOffset > 0 || formatOf($from.parent).kind === 'unknown') return null
      const format = { ...formatOf($from.parent), ...change(match) }
      // A list that begins with 1, behind another, goes on with that one only if its number says so.
      state.tr.delete(range.from, range.to).setNodeMarkup($from.before(), undefined, { ...format })
      return undefined
    },
  })
}
