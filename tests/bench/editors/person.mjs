// What all have that share a Yjs document. Each program has a Yjs of its own, which must be the one of its binding.

/** What one knows, what one says to somebody who knows that much, and how one hears of it. */
export const exchange = (Y, doc) => ({
  knows: () => Y.encodeStateVector(doc),
  says: (known) => Y.encodeStateAsUpdate(doc, known),
  hear: (update) => Y.applyUpdate(doc, update, 'heard'),
})

export function newDoc(Y, client) {
  const doc = new Y.Doc()
  doc.clientID = client
  return doc
}
