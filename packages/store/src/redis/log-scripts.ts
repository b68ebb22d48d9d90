/** The Lua scripts of a room: each is one atomic step on its keys. */
import { script } from './script.ts'

/** What a script answers instead of its result. */
export const ROOM_MISSING = -1
export const EPOCH_CHANGED = -2

/** Milliseconds since 1970. */
export const NOW = `
local function now()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end`

/** Which node of a cluster this is; in one Redis there is no other. */
const NODE = `
local function node(is_cluster)
  return is_cluster == '1' and redis.call('CLUSTER', 'MYID') or ''
end`

const MESSAGE = `
local function message(first, term, since, epoch)
  return struct.pack('>dddB', first, term, since, #epoch) .. epoch
end`

/**
 * A snapshot is uploaded in pieces under a key of its own, and takes its place by its new name alone, whatever its size.
 * One that is not whole (it expired, or another node has only its beginning) is not taken.
 */
const PLACE = `
local function place(uploaded, bytes, snap)
  if redis.call('STRLEN', uploaded) ~= tonumber(bytes) then return false end
  if tonumber(bytes) == 0 then redis.call('SET', uploaded, '') end
  redis.call('RENAME', uploaded, snap)
  redis.call('PERSIST', snap)
  return true
end`

const META = `'position', 1, 'slot', 0, 'previous', 0, 'term', 0, 'since', 0`

/** KEYS meta, log, snap 0, snap 1. ARGV epoch, the sealed entry, whether it is a cluster. 1 if made, 0 if the room is there. (S8) */
export const CREATE = script(`${NOW}${NODE}
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('XADD', KEYS[2], '1-0', 'e', ARGV[2], 't', now())
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], ${META}, 'newest', 0, 'trimmed', 0, 'node', node(ARGV[3]))
return 1`)

/**
 * KEYS meta, log, snap 0, snap 1, feed, upload. ARGV epoch, bytes, checksum, whether it is a cluster, and the epoch and
 * position that are expected, if any are. 1 if done, -2 if the room does not stand there. (S8) What was there goes only where meta may be written anew: a right may have been taken away.
 */
export const REPLACE = script(`${NOW}${NODE}${MESSAGE}${PLACE}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position')
local old = meta[1]
if ARGV[5] and not (old == ARGV[5] and tonumber(meta[2]) == tonumber(ARGV[6])) then return ${EPOCH_CHANGED} end
if old then redis.call('HSET', KEYS[1], 'epoch', old) end
if not place(KEYS[6], ARGV[2], KEYS[3]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[4])
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], ${META}, 'newest', 1, 'trimmed', 1, 'node', node(ARGV[4]))
redis.call('HSET', KEYS[1], 'sum0', ARGV[3], 'at0', now())
redis.call('SPUBLISH', KEYS[5], message(1, 0, 0, ARGV[1]))
return 1`)

/**
 * KEYS meta, log, feed. ARGV epoch, whether it is a cluster, the entries' pack. Gives the last position. (S2)
 * The position in meta is written last: if Redis refuses a write (out of memory, a full disk), it refuses the first
 * one, and no position is taken. A right that was taken away refuses one command and not the others, and an entry
 * without its position would be in the way of every later one: so meta is written first, as it is. Another node than the one that wrote last may lack the end of what that one
 * published, so it begins a new term, by which followers notice.
 */
export const APPEND = script(`${NOW}${NODE}${MESSAGE}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'term', 'since', 'node')
if not meta[1] then return ${ROOM_MISSING} end
if meta[1] ~= ARGV[1] then return ${EPOCH_CHANGED} end
local position, term, since = tonumber(meta[2]), tonumber(meta[3]), tonumber(meta[4])
local first, here, at = position + 1, node(ARGV[2]), now()
local pack, from = ARGV[3], 1
redis.call('HSET', KEYS[1], 'position', meta[2])
while from < #pack do
  local to = from + 3 + struct.unpack('>I4', pack, from)
  position = position + 1
  redis.call('XADD', KEYS[2], string.format('%d-0', position), 'e', string.sub(pack, from + 4, to), 't', at)
  from = to + 1
end
if here ~= meta[5] then
  term, since = term + 1, first - 1
  redis.call('HSET', KEYS[1], 'node', here, 'term', term, 'since', since)
end
redis.call('HSET', KEYS[1], 'position', position)
redis.call('SPUBLISH', KEYS[3], message(first, term, since, meta[1]) .. pack)
return position`)

/**
 * KEYS meta, log, snap 0, snap 1. ARGV 'newest', 'previous' or 'none': the snapshot to start from. Gives epoch,
 * position, the snapshot's position, its state and checksum (nil without one), and the entries after it. (S6)
 */
export const LOAD = script(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'newest', 'slot', 'previous')
if not meta[1] then return ${ROOM_MISSING} end
local base, slot = 0, tonumber(meta[4])
if ARGV[1] == 'newest' then base = tonumber(meta[3]) end
if ARGV[1] == 'previous' then base = tonumber(meta[5]); slot = 1 - slot end
local snap = { false, false }
if base > 0 then snap = { redis.call('GET', KEYS[3 + slot]), redis.call('HGET', KEYS[1], 'sum' .. slot) } end
local entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', base + 1), '+')
return { meta[1], tonumber(meta[2]), base, snap[1], snap[2], entries }`)

/** KEYS meta, log. ARGV after. Gives epoch, position, term, its start, and the entries after it. */
export const TAIL = script(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'term', 'since')
if not meta[1] then return ${ROOM_MISSING} end
local entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', tonumber(ARGV[1]) + 1), '+')
return { meta[1], tonumber(meta[2]), tonumber(meta[3]), tonumber(meta[4]), entries }`)

/** KEYS meta, log, snap 0, snap 1, quarantine. Gives meta, the newest and the previous snapshot, entries, quarantined. */
export const INSPECT = script(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'newest', 'previous', 'trimmed', 'slot')
if not meta[1] then return ${ROOM_MISSING} end
local function snapshot(slot)
  local told = redis.call('HMGET', KEYS[1], 'sum' .. slot, 'at' .. slot)
  return { redis.call('GET', KEYS[3 + slot]), told[1], told[2] }
end
local slot = tonumber(meta[6])
return { meta, snapshot(slot), snapshot(1 - slot), redis.call('XRANGE', KEYS[2], '-', '+'), redis.call('HLEN', KEYS[5]) }`)

/**
 * KEYS meta, log, snap 0, snap 1, upload. ARGV epoch, base, position, bytes, checksum, keepMs. 1 if committed. (S7)
 * The new snapshot takes the place of the one before the newest; then entries up to the base are trimmed, as far as
 * they are old enough. Times rise with positions, so the border is found by halving.
 */
export const COMPACT = script(`${NOW}${PLACE}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'newest', 'slot', 'trimmed')
if not meta[1] then return ${ROOM_MISSING} end
if meta[1] ~= ARGV[1] then return ${EPOCH_CHANGED} end
local base, position = tonumber(ARGV[2]), tonumber(ARGV[3])
if tonumber(meta[3]) ~= base or position <= base or position > tonumber(meta[2]) then return 0 end
local slot = 1 - tonumber(meta[4])
redis.call('HSET', KEYS[1], 'newest', meta[3])
if not place(KEYS[5], ARGV[4], KEYS[3 + slot]) then return 0 end
redis.call('HSET', KEYS[1], 'sum' .. slot, ARGV[5], 'at' .. slot, now())
local youngest = now() - tonumber(ARGV[6])
local low, high = tonumber(meta[5]), base
while low < high do
  local middle = math.ceil((low + high) / 2)
  local id = string.format('%d-0', middle)
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  if not entry or tonumber(entry[2][4]) <= youngest then low = middle else high = middle - 1 end
end
redis.call('HSET', KEYS[1], 'newest', position, 'slot', slot, 'previous', base, 'trimmed', low)
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%d-0', low + 1))
return 1`)

/**
 * KEYS meta, snap 0, snap 1, quarantine. ARGV epoch, the damaged snapshot's position. Moves it aside and gives its
 * place to the one before it, or no compaction could build on that one. (S6)
 */
export const DEMOTE = script(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'newest', 'slot', 'previous')
if meta[1] ~= ARGV[1] then return 0 end
local slot, position = tonumber(meta[3]), tonumber(ARGV[2])
if tonumber(meta[2]) == position then
  redis.call('HSET', KEYS[1], 'newest', meta[4], 'slot', 1 - slot, 'previous', 0)
elseif tonumber(meta[4]) == position then
  redis.call('HSET', KEYS[1], 'previous', 0)
  slot = 1 - slot
else
  return 0
end
local state = redis.call('GET', KEYS[2 + slot])
if state then redis.call('HSET', KEYS[4], 'snapshot:' .. ARGV[2], state) end
redis.call('DEL', KEYS[2 + slot])
return 1`)

/** KEYS meta, log, snap 0, snap 1, feed, holds, holders. Followers hear position 0, which means that the room is gone. */
export const REMOVE = script(`${MESSAGE}
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[6], KEYS[7])
redis.call('SPUBLISH', KEYS[5], message(0, 0, 0, epoch))
return 1`)
