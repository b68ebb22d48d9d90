/** Copy and download of unsaved text: loaded behind the first scripts, and before it is wanted, since there may be no line then. */
type Module = typeof import('./TakeAway.svelte')

let loading: Promise<Module> | null = null

/** Tries again when it could not be loaded. */
export function loadTakeAway(): Promise<Module> {
  loading ??= import('./TakeAway.svelte').catch((error: unknown) => {
    loading = null
    throw error
  })
  return loading
}
