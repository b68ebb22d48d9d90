/** The Lua scripts: each is one atomic step on the keys of one room, or of one kind of record. */
import { createHash } from 'node:crypto'

export interface Script {
  text: string
  sha1: string
}

function script(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') }
}

/** What a script answers instead of its result. */
export const ROOM_MISSING = -1
export const EPOCH_CHANGED = -2

const NOW = `
local function now()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end`

/** KEYS meta, log, snap 0, snap 1. ARGV epoch, update, checksum. 1 if made, 0 if the room is there already. (S8) */
export const CREATE = script(`${NOW}
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[4])
redis.call('XADD', KEYS[2], '1-0', 'u', ARGV[2], 'c', ARGV[3], 't', now())
redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'position', 1, 'newest', 0, 'slot', 0, 'previous', 0, 'trimmed', 0)
return 1`)

/**
 * KEYS meta, log, feed. ARGV epoch, then an update and its checksum for each entry. Gives the last position. (S2)
 * The position in meta is written last: if Redis refuses a write (out of memory, a full disk), it refuses the first
 * one, and no position is taken.
 */
export const APPEND = script(`${NOW}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position')
if not meta[1] then return ${ROOM_MISSING} end
if meta[1] ~= ARGV[1] then return ${EPOCH_CHANGED} end
local position = tonumber(meta[2])
local at = now()
for i = 2, #ARGV, 2 do
  position = position + 1
  redis.call('XADD', KEYS[2], string.format('%d-0', position), 'u', ARGV[i], 'c', ARGV[i + 1], 't', at)
end
redis.call('HSET', KEYS[1], 'position', position)
local each = position - (#ARGV - 1) / 2
for i = 2, #ARGV, 2 do
  each = each + 1
  redis.call('SPUBLISH', KEYS[3], struct.pack('>ddB', each, each - 1, #ARGV[1]) .. ARGV[1] .. ARGV[i])
end
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
if base > 0 then snap = redis.call('HMGET', KEYS[3 + slot], 'state', 'checksum') end
local entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', base + 1), '+')
return { meta[1], tonumber(meta[2]), base, snap[1], snap[2], entries }`)

/** KEYS meta, log. ARGV after. Gives epoch, position and the entries after it. */
export const TAIL = script(`
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position')
if not meta[1] then return ${ROOM_MISSING} end
local entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', tonumber(ARGV[1]) + 1), '+')
return { meta[1], tonumber(meta[2]), entries }`)

/**
 * KEYS meta, log, snap 0, snap 1. ARGV epoch, base, position, state, checksum, keepMs. 1 if committed. (S7)
 * The new snapshot takes the place of the one before the newest; then entries up to the base are trimmed, as far as
 * they are old enough. Times rise with positions, so the border is found by halving.
 */
export const COMPACT = script(`${NOW}
local meta = redis.call('HMGET', KEYS[1], 'epoch', 'position', 'newest', 'slot', 'trimmed')
if not meta[1] then return ${ROOM_MISSING} end
if meta[1] ~= ARGV[1] then return ${EPOCH_CHANGED} end
local base, position = tonumber(ARGV[2]), tonumber(ARGV[3])
if tonumber(meta[3]) ~= base or position <= base or position > tonumber(meta[2]) then return 0 end
local slot = 1 - tonumber(meta[4])
redis.call('HSET', KEYS[3 + slot], 'state', ARGV[4], 'checksum', ARGV[5])
local youngest = now() - tonumber(ARGV[6])
local low, high = tonumber(meta[5]), base
while low < high do
  local middle = math.ceil((low + high) / 2)
  local id = string.format('%d-0', middle)
  local entry = redis.call('XRANGE', KEYS[2], id, id)[1]
  if not entry or tonumber(entry[2][6]) <= youngest then low = middle else high = middle - 1 end
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
local state = redis.call('HGET', KEYS[2 + slot], 'state')
if state then redis.call('HSET', KEYS[4], 'snapshot:' .. ARGV[2], state) end
redis.call('DEL', KEYS[2 + slot])
return 1`)

/** KEYS meta, log, snap 0, snap 1, feed. Followers hear position 0, which means that the room is gone. */
export const REMOVE = script(`
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
redis.call('SPUBLISH', KEYS[5], struct.pack('>ddB', 0, 0, #epoch) .. epoch)
return 1`)

/** KEYS records, versions. ARGV id, JSON, the expected version or ''. A record is kept as '<version>:<JSON>'. */
export const PUT_RECORD = script(`
if ARGV[3] ~= '' then
  local old = redis.call('HGET', KEYS[1], ARGV[1])
  local version = old and string.match(old, '^%d+') or '0'
  if tonumber(version) ~= tonumber(ARGV[3]) then return 0 end
end
local version = redis.call('INCR', KEYS[2])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d:', version) .. ARGV[2])
return 1`)

/** KEYS records. ARGV id. Gives what it removed. */
export const TAKE_RECORD = script(`
local old = redis.call('HGET', KEYS[1], ARGV[1])
if old then redis.call('HDEL', KEYS[1], ARGV[1]) end
return old`)
