/** The colours of a drawing. Light and dark are the page's tokens, print is the pack's template; both are written out, since Typst knows no CSS. */
import type { ThreatLevel } from '@briefboard/board'

/** `page` names the page's own tokens, so that one drawing follows a change of theme; it is for HTML alone. */
export type Theme = 'light' | 'dark' | 'print' | 'page'

export interface Palette {
  ground: string
  /** Where there is nothing: years without a figure, regions without a judgement. */
  gap: string
  line: string
  lineStrong: string
  ink: string
  ink2: string
  ink3: string
  accent: string
  accentSoft: string
  level: Record<ThreatLevel, string>
}

const PAGE_LEVELS: Record<ThreatLevel, string> = {
  low: '#419883',
  moderate: '#2d8ab8',
  substantial: '#d29922',
  severe: '#de6907',
  critical: '#c9222b',
}

export const PALETTES: Record<Theme, Palette> = {
  light: {
    ...{ ground: '#ffffff', gap: '#f0f3f6', line: '#dce0e5', lineStrong: '#bec5cc' },
    ...{ ink: '#192029', ink2: '#49515b', ink3: '#5c646e', accent: '#215da5', accentSoft: '#e0eeff' },
    level: PAGE_LEVELS,
  },
  dark: {
    ...{ ground: '#171c22', gap: '#1e242b', line: '#2a3037', lineStrong: '#464e58' },
    ...{ ink: '#e8ebf1', ink2: '#b2b8c0', ink3: '#959ca5', accent: '#6fa7ee', accentSoft: '#1c2f46' },
    level: PAGE_LEVELS,
  },
  print: {
    ...{ ground: '#ffffff', gap: '#f0f2f5', line: '#d5dae0', lineStrong: '#b4bcc5' },
    ...{ ink: '#1c2127', ink2: '#3f474f', ink3: '#59636e', accent: '#1f4b6e', accentSoft: '#e4edf4' },
    level: { low: '#3f7d58', moderate: '#8a8a1f', substantial: '#c98a10', severe: '#c2521b', critical: '#a3182b' },
  },
  page: {
    ...{ ground: 'var(--surface)', gap: 'var(--hover)', line: 'var(--line)', lineStrong: 'var(--line-strong)' },
    ...{ ink: 'var(--ink)', ink2: 'var(--ink-2)', ink3: 'var(--ink-3)' },
    ...{ accent: 'var(--accent)', accentSoft: 'var(--accent-soft)' },
    level: {
      low: 'var(--level-low)',
      moderate: 'var(--level-moderate)',
      substantial: 'var(--level-substantial)',
      severe: 'var(--level-severe)',
      critical: 'var(--level-critical)',
    },
  },
}
