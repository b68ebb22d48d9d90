/** Another person's caret in the text, with the name over it. A screen reader goes past it, and reads on in the sentence. */

export function caretOf(user: unknown): { caret: HTMLElement; selection: Record<string, string> } | null {
  if (typeof user !== 'object' || user === null || !('name' in user) || !('color' in user)) return null
  const [name, color] = [String(user.name), String(user.color)]
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--who', color)
  // Drawn by the style sheet: words in the text would be read out as a part of it.
  caret.dataset['name'] = name
  caret.setAttribute('aria-hidden', 'true')
  // A word joiner keeps the caret from breaking a line or a word.
  caret.append('\u2060')
  return { caret, selection: { style: `background-color: ${color}40` } }
}
