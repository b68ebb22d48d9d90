// @y/websocket-server as it is, on a free port. YPERSISTENCE names the folder of its LevelDB; without it, memory only.
// SEEDS is a folder of documents that it is to hold from the beginning: a file each, one Yjs update.
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { getPersistence, getYDoc, setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'
import { applyUpdate } from 'yjs'

for (const name of await readdir(process.env.SEEDS)) {
  const update = new Uint8Array(await readFile(join(process.env.SEEDS, name)))
  const persistence = getPersistence()
  if (persistence === null) applyUpdate(getYDoc(name), update)
  else await persistence.provider.storeUpdate(name, update)
}
const server = createServer()
const sockets = new WebSocketServer({ server })
sockets.on('connection', setupWSConnection)
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`))
