/** Signs that turn the direction of the text around them (UAX 9): one that is never ended turns what comes after it, too. */

const EMBEDDINGS_AND_OVERRIDES = /[\u202a-\u202e]/g
const ISOLATES = /[\u2066-\u2069]/g

/** Without embeddings and overrides, which can make words read as others; isolates stay where each is ended in its line. */
export function withDirectionEnded(text: string): string {
  const calm = text.replace(EMBEDDINGS_AND_OVERRIDES, '')
  return calm.split(/\r\n|[\n\r\u2029]/).every(isBalanced) ? calm : calm.replace(ISOLATES, '')
}

function isBalanced(line: string): boolean {
  let open = 0
  for (const [sign] of line.matchAll(ISOLATES)) {
    open += sign === '\u2069' ? -1 : 1
    if (open < 0) return false
  }
  return open === 0
}
