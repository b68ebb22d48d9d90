/** Gives a person a text as a file, without asking the server. */

export function downloadText(name: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }))
  Object.assign(document.createElement('a'), { href, download: name }).click()
  // The download has its own hold on the data from the next turn on.
  setTimeout(() => URL.revokeObjectURL(href), 10_000)
}
