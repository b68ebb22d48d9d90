/** Another person's caret in the text, with the name over it. */

export function caretOf(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'caret'
  caret.style.setProperty('--who', String(user['color']))
  const label = document.createElement('span')
  label.className = 'caret-name'
  label.textContent = String(user['name'])
  // A word joiner on each side keeps the caret from breaking a line or a word.
  caret.append('\u2060', label, '\u2060')
  return caret
}
