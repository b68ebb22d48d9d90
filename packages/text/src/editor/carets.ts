/** Shows where the others stand in the text, and tells them where this one stands. */
import { Plugin, PluginKey, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import type * as Y from 'yjs'
import { positionOf, selectionAt } from './places.ts'
import { isFromText } from './plugin.ts'

/** As y-protocols has it. */
export interface Awareness {
  clientID: number
  getStates(): Map<number, Record<string, unknown>>
  getLocalState(): Record<string, unknown> | null
  setLocalStateField(field: string, value: unknown): void
  on(event: 'change', listener: () => void): void
  off(event: 'change', listener: () => void): void
}

export interface CaretsOptions {
  text: Y.Text
  awareness: Awareness
  /** An element of no width; null for somebody of whom nothing is shown. */
  draw: (user: unknown) => { caret: HTMLElement; selection: Record<string, string> } | null
}

interface Drawn {
  carets: DecorationSet
  /** Somebody stands behind a letter that has not come yet: who stands where is told apart from what is written. */
  isWaiting: boolean
}

const key = new PluginKey<Drawn>('carets')
const FIELD = 'cursor'

export function caretsPlugin(options: CaretsOptions): Plugin<Drawn> {
  const { text, awareness } = options
  return new Plugin<Drawn>({
    key,
    state: {
      init: (_, state) => drawAll(state, options),
      apply(tr: Transaction, drawn, _, state) {
        if (tr.getMeta(key) === true || (drawn.isWaiting && isFromText(tr))) return drawAll(state, options)
        return tr.docChanged ? { ...drawn, carets: drawn.carets.map(tr.mapping, tr.doc) } : drawn
      },
    },
    props: { decorations: (state) => key.getState(state)?.carets },
    view(view: EditorView) {
      let isDue = false
      let shown = ''
      // Several people's moves come in one go; and a view must not be changed while it is being changed.
      const change = (): void => {
        if (isDue) return
        isDue = true
        queueMicrotask(() => {
          isDue = false
          if (!view.isDestroyed) view.dispatch(view.state.tr.setMeta(key, true).setMeta('addToHistory', false))
        })
      }
      const others = (): void => {
        const now = JSON.stringify(othersIn(awareness))
        if (now !== shown) change()
        shown = now
      }
      const tell = (): void => {
        const place = view.hasFocus() ? selectionAt(text, view.state.doc, view.state.selection) : null
        const before = awareness.getLocalState()?.[FIELD] ?? null
        if (JSON.stringify(place) !== JSON.stringify(before)) awareness.setLocalStateField(FIELD, place)
      }
      awareness.on('change', others)
      view.dom.addEventListener('focusin', tell)
      view.dom.addEventListener('focusout', tell)
      others()
      return {
        update: (_, before) => {
          if (!before.selection.eq(view.state.selection) || before.doc !== view.state.doc) tell()
        },
        destroy() {
          awareness.off('change', others)
          view.dom.removeEventListener('focusin', tell)
          view.dom.removeEventListener('focusout', tell)
          awareness.setLocalStateField(FIELD, null)
        },
      }
    },
  })
}

const othersIn = (awareness: Awareness): [client: number, state: Record<string, unknown>][] =>
  [...awareness.getStates()].filter(([client, state]) => client !== awareness.clientID && state[FIELD] !== undefined)

function drawAll({ doc }: EditorState, { text, awareness, draw }: CaretsOptions): Drawn {
  let isWaiting = false
  const drawn = othersIn(awareness).flatMap(([client, state]): Decoration[] => {
    const cursor = state[FIELD]
    if (typeof cursor !== 'object' || cursor === null || !('anchor' in cursor) || !('head' in cursor)) return []
    const [anchor, head] = [cursor.anchor, cursor.head].map((place) => positionOf(text, doc, place))
    const look = draw(state['user'])
    if (look === null) return []
    if (typeof anchor !== 'number' || typeof head !== 'number') {
      isWaiting = true
      return []
    }
    const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)]
    const caret = Decoration.widget(head, () => look.caret, { key: `${client}`, side: 10, ignoreSelection: true })
    return from === to ? [caret] : [caret, Decoration.inline(from, to, look.selection)]
  })
  return { carets: DecorationSet.create(doc, drawn), isWaiting }
}
