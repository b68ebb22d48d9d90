/** Light, dark, or as the system has it; kept on this device. app.html sets it before the first paint. */
import { getContext, setContext } from 'svelte'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const PLACE = 'briefboard-theme'

export class ThemeChoice {
  #now = $state<Theme>('system')

  get now(): Theme {
    return this.#now
  }

  /** To be called in the browser, once the page is there. */
  read(): void {
    const set = document.documentElement.dataset['theme']
    this.#now = set === 'light' || set === 'dark' ? set : 'system'
  }

  choose(theme: Theme): void {
    this.#now = theme
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    try {
      if (theme === 'system') localStorage.removeItem(PLACE)
      else localStorage.setItem(PLACE, theme)
    } catch {
      // Storage is shut off: the theme holds for this page only.
    }
  }
}

const KEY = Symbol('theme')

export const setTheme = (): ThemeChoice => setContext(KEY, new ThemeChoice())
export const getTheme = (): ThemeChoice => getContext<ThemeChoice>(KEY)
