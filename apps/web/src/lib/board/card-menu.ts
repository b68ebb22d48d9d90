/** What can be done to a card from the board, as a menu. */
import type { Board, CardStatus } from '@briefboard/board'
import type { MenuEntry } from '#lib/ui/menu.ts'
import Archive from '@lucide/svelte/icons/archive'
import ArchiveRestore from '@lucide/svelte/icons/archive-restore'
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import Eye from '@lucide/svelte/icons/eye'
import Move from '@lucide/svelte/icons/move'
import type { CardActions } from './card-actions.ts'
import { STATUS_WORDS, type CardFacts } from './card-facts.ts'

interface Around {
  board: Board
  onopen: () => void
  /** Null for those who may not write. */
  actions: CardActions | null
  onmove: (facts: CardFacts) => void
}

const BY_HAND: CardStatus[] = ['draft', 'in-review']

export function cardMenu(facts: CardFacts, { board, onopen, actions, onmove }: Around): MenuEntry[] {
  const { card } = facts
  const open: MenuEntry = { kind: 'item', label: 'Open', icon: Eye, hint: 'Enter', onselect: onopen }
  if (actions === null) return [open]
  if (card.status === 'archived') {
    return [
      open,
      { kind: 'item', label: 'Restore to the board', icon: ArchiveRestore, onselect: () => actions.restore(card) },
    ]
  }
  const byKeys: MenuEntry = {
    kind: 'item',
    label: 'Move with the arrow keys',
    icon: Move,
    hint: 'M',
    onselect: () => onmove(facts),
  }
  const regions = board.regions.filter(({ id }) => id !== card.region)
  return [
    open,
    ...(hasKeys() ? [byKeys] : []),
    {
      kind: 'sub',
      label: 'Move to region',
      icon: ArrowLeftRight,
      entries: regions.map(({ id, name }) => ({
        kind: 'item',
        label: name,
        onselect: () => actions.move(card.id, { region: id, before: null }),
      })),
    },
    { kind: 'line' },
    { kind: 'heading', label: 'Status' },
    ...BY_HAND.map((status): MenuEntry => ({
      kind: 'check',
      label: STATUS_WORDS[status],
      checked: card.status === status,
      onselect: () => actions.setStatus(card, status),
    })),
    { kind: 'line' },
    { kind: 'item', label: 'Archive', icon: Archive, onselect: () => actions.archive(card) },
  ]
}

/** A phone has no arrow keys; there the regions of the menu do it. */
const hasKeys = (): boolean => !matchMedia('(hover: none)').matches
