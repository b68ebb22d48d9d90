/** The Lua scripts of records: each is one atomic step on the records of one kind. */
import { script } from './script.ts'

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

/** KEYS records. ARGV id, the expected version or ''. Gives what it removed. */
export const TAKE_RECORD = script(`
local old = redis.call('HGET', KEYS[1], ARGV[1])
if not old then return false end
if ARGV[2] ~= '' and tonumber(string.match(old, '^%d+')) ~= tonumber(ARGV[2]) then return false end
redis.call('HDEL', KEYS[1], ARGV[1])
return old`)
