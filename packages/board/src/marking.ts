/** Traffic Light Protocol 2.0: order, words and colours. */
import { MARKINGS, type Marking } from '@briefboard/protocol'

/** Written in capitals, without a space, never translated; shown on black. */
export const TLP: Record<Marking, { label: string; color: string }> = {
  clear: { label: 'TLP:CLEAR', color: '#FFFFFF' },
  green: { label: 'TLP:GREEN', color: '#33FF00' },
  amber: { label: 'TLP:AMBER', color: '#FFC000' },
  'amber+strict': { label: 'TLP:AMBER+STRICT', color: '#FFC000' },
  red: { label: 'TLP:RED', color: '#FF2B2B' },
}

/** Whether what is marked `marking` may be shown where `ceiling` is the highest allowed. */
export function isWithin(marking: Marking, ceiling: Marking): boolean {
  return MARKINGS.indexOf(marking) <= MARKINGS.indexOf(ceiling)
}
