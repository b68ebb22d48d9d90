/** An edit that the document has no place for. Nothing was changed; the message is for whoever made it. */
export class NotMade extends Error {
  override readonly name = 'NotMade'
}

/** Makes an edit; null if it was made, else why not, in a sentence. Faults go on. */
export function whyNotMade(edit: () => void): string | null {
  try {
    edit()
    return null
  } catch (error) {
    if (error instanceof NotMade) return error.message
    throw error
  }
}
