/** Short notices at the edge of the page. The part that draws them is loaded with the first one. */

interface Notice {
  description?: string
  action?: { label: string; run: () => void }
}

export async function showToast(words: string, { description, action }: Notice = {}): Promise<void> {
  const { toast } = await import('svelte-sonner')
  toast(words, {
    ...(description === undefined ? {} : { description }),
    ...(action === undefined ? {} : { action: { label: action.label, onClick: action.run } }),
    duration: action === undefined ? 5000 : 9000,
  })
}

export async function showFailure(words: string, description?: string): Promise<void> {
  const { toast } = await import('svelte-sonner')
  toast.error(words, { ...(description === undefined ? {} : { description }), duration: 10_000 })
}
