/** What tests run in a process of its own, to be killed or starved: one word says what to do, each line on stdout tells. */
import type { RoomId } from '@briefboard/protocol'
import { setTimeout as wait } from 'node:timers/promises'
import { lockDataDir } from './data-dir-lock.ts'
import { largeState } from './contract/large-state.test-suite.ts'
import { openLmdbStore } from './lmdb/open-lmdb-store.ts'
import { openRedisStore } from './redis/open-redis-store.ts'
import type { Store } from './store.ts'

const [task, dataDir = '', detail = ''] = process.argv.slice(2)
const say = (line: unknown): void =>
  void process.stdout.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)

switch (task) {
  case 'append':
    await appendForever(openLmdbStore({ dataDir }), detail as RoomId) // The test made the room under this name.
    break
  case 'compact':
    await compactForever(await openAnywhere(dataDir), detail as RoomId) // As above.
    break
  case 'history':
    await changeHistory(openLmdbStore({ dataDir }), detail as RoomId) // As above.
    break
  case 'count':
    await count(openLmdbStore({ dataDir }), Number(detail))
    break
  case 'fill':
    await fill(openLmdbStore({ dataDir }), detail as RoomId) // As above.
    break
  case 'open-damaged':
    for (const folder of process.argv.slice(3)) await openDamaged(folder)
    say('done')
    break
  case 'lock':
    await lock()
    break
  default:
    throw new Error(`Unknown task ${task}`)
}

/** Tells each position when it is acknowledged. */
async function appendForever(store: Store, room: RoomId): Promise<void> {
  const { epoch } = await store.log.load(room)
  for (let n = 0; ; n++) {
    void store.log.append(room, epoch, Buffer.from(`update ${n}`), 'ann').then((position) => say({ position, n }))
    if (n % 20 === 19) await wait(1)
  }
}

function openAnywhere(where: string): Store | Promise<Store> {
  return where.startsWith('redis') ? openRedisStore({ url: where }) : openLmdbStore({ dataDir: where })
}

/** Appends and compacts in turn, and tells each snapshot when it is committed. */
async function compactForever(store: Store, room: RoomId): Promise<void> {
  const { epoch, snapshot, position } = await store.log.load(room)
  let base = snapshot?.position ?? 0
  for (let next = position + 1; ; next++) {
    await store.log.append(room, epoch, Buffer.from(`${next}`), 'ann')
    await store.log.compact(room, epoch, base, { position: next, state: largeState(next) }, -1)
    base = next
    say(next)
  }
}

/** Appends when told so, gives the room a new history when told so again, then removes it. */
async function changeHistory(store: Store, room: RoomId): Promise<void> {
  const { epoch } = await store.log.load(room)
  const steps = [
    () => store.log.append(room, epoch, Buffer.from('from the other process'), 'bob'),
    () => store.log.replace(room, Buffer.from('new')),
    () => store.log.remove(room),
  ]
  say('ready')
  for await (const _ of process.stdin) {
    await steps.shift()?.()
    say('done')
    if (steps.length === 0) break
  }
  await store.close()
}

/** Raises a counter that other processes raise too. */
async function count(store: Store, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const record = await store.records.get('counters', 'shared')
    const value = Number(record?.value ?? 0) + 1
    if (await store.records.put('counters', 'shared', value, record?.version ?? 0)) done++
  }
  await store.close()
  say('counted')
}

/** Appends until the disk takes no more, then tells how the store took it, and when it takes more again. */
async function fill(store: Store, room: RoomId): Promise<void> {
  await store.log.create(room, Buffer.from('first'))
  await store.files.put('filler', new Uint8Array(400_000))
  const { epoch } = await store.log.load(room)
  let saved = 1
  try {
    for (;;) {
      await store.log.append(room, epoch, new Uint8Array(60_000), 'ann')
      saved++
    }
  } catch (error) {
    const health = await store.health()
    say({ saved, name: error instanceof Error ? error.name : '', message: String(error), problems: health.problems })
  }
  await store.log.append(room, epoch, Buffer.from('small'), 'ann')
  const { position, damage } = await store.log.load(room)
  say({ position, damage, problems: (await store.health()).problems })
  await store.files.remove('filler')
  say('removed')
  while (!(await store.health()).ok) await wait(20)
  say('room again')
  await store.close()
}

/** Whatever goes wrong may be thrown; it must not end the process. Tells of each folder when it is through. */
async function openDamaged(folder: string): Promise<void> {
  try {
    const store = openLmdbStore({ dataDir: folder })
    const work = [
      ...(await store.log.rooms()).flatMap((room) => [store.log.load(room), store.log.inspect(room)]),
      ...(await store.records.kinds()).map((kind) => store.records.list(kind)),
      ...(await store.files.names()).map((name) => store.files.get(name)),
      ...Array.from({ length: 20 }, (_, number) => store.files.put(`new ${number}`, new Uint8Array(20_000))),
      ...Array.from({ length: 20 }, (_, number) => store.records.put('new', `${number}`, { text: 'z'.repeat(300) })),
    ]
    await Promise.allSettled(work)
    await store.close()
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
  say(folder)
}

async function lock(): Promise<void> {
  try {
    const held = await lockDataDir(dataDir)
    say('held')
    process.stdin.once('data', () => void held.release().then(() => process.exit()))
    process.stdin.resume()
  } catch (error) {
    say(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
  }
}
