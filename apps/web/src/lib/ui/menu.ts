/** What a menu is made of: entries to choose, marks between them, and menus within. */
import type { Component } from 'svelte'

export type MenuEntry =
  | {
      kind: 'item'
      label: string
      icon?: Component | undefined
      hint?: string | undefined
      disabled?: boolean
      danger?: boolean
      onselect: () => void
    }
  | { kind: 'check'; label: string; checked: boolean; onselect: () => void }
  | { kind: 'sub'; label: string; icon?: Component | undefined; entries: MenuEntry[] }
  | { kind: 'heading'; label: string }
  | { kind: 'line' }
