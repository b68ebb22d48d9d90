// Hocuspocus as it is, on a free port. FOLDER: its database extension keeps each document in a file there.
// SEEDS is a folder of documents that it is to hold from the beginning: a file each, one Yjs update.
import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'

const folder = process.env.FOLDER
const fileOf = (name) => join(folder, encodeURIComponent(name))

const database = new Database({
  async fetch({ documentName }) {
    return readFile(fileOf(documentName)).catch((error) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
  },
  async store({ documentName, state }) {
    const file = fileOf(documentName)
    await writeFile(`${file}.new`, state)
    await rename(`${file}.new`, file)
  },
})

if (folder !== undefined) {
  await mkdir(folder, { recursive: true })
  await cp(process.env.SEEDS, folder, { recursive: true })
}
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  extensions: folder === undefined ? [] : [database],
})
await server.listen()
console.log(`listening on ${server.address.port}`)
