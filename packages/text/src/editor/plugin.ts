/** The binding as a plugin of an editor that is drawn. */
import { Plugin, PluginKey, type Transaction } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type * as Y from 'yjs'
import type { Binding } from './binding.ts'

export interface TextPluginOptions {
  text: Y.Text
  binding: Binding
  /**
   * The document can no longer be relied on to be what the text says; nothing more is written into the text. Called once, when
   * nothing runs that might still use the editor.
   */
  onBroken: (error: unknown) => void
}

interface Shown {
  /** What has been done in the document and is not in the text yet. */
  undone: readonly Transaction[]
}

const key = new PluginKey<Shown>('shared-text')

/** Whether a transaction brings in what the text says. */
export const isFromText = (tr: Transaction): boolean => tr.getMeta(key) === 'follow'

/** What it writes has `binding` as its origin. */
export function textPlugin({ text, binding, onBroken }: TextPluginOptions): Plugin<Shown> {
  const written = new WeakSet<Transaction>()
  let isBroken = false

  function broken(error: unknown): void {
    if (isBroken) return
    isBroken = true
    queueMicrotask(() => onBroken(error))
  }

  return new Plugin<Shown>({
    key,
    state: {
      init: () => ({ undone: [] }),
      apply(tr, shown) {
        const undone = shown.undone.filter((earlier) => !written.has(earlier))
        if (tr.docChanged && !isFromText(tr)) undone.push(tr)
        return undone.length === 0 && shown.undone.length === 0 ? shown : { undone }
      },
    },
    // What is broken must not be typed into: it would be nowhere.
    filterTransaction: (tr) => !(isBroken && tr.docChanged),
    view(view: EditorView) {
      const follow = (events: Y.YEvent<Y.AbstractType<unknown>>[], { origin }: Y.Transaction): void => {
        if (isBroken || origin === binding) return
        try {
          view.dispatch(binding.follow(view.state, events).setMeta(key, 'follow'))
        } catch (error) {
          broken(error)
        }
      }
      text.observeDeep(follow)
      return {
        update() {
          const undone = key.getState(view.state)?.undone.filter((tr) => !written.has(tr)) ?? []
          if (isBroken || undone.length === 0) return
          for (const tr of undone) written.add(tr)
          try {
            binding.write(undone)
          } catch (error) {
            broken(error)
          }
        },
        destroy: () => text.unobserveDeep(follow),
      }
    },
  })
}
