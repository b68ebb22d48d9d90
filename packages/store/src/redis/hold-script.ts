/** The Lua script of a hold: one atomic step, by which the first who asks has it, on whatever node. */
import { NOW, ROOM_MISSING } from './log-scripts.ts'
import { script } from './script.ts'

/**
 * KEYS meta, holds, holders. ARGV id, person, keepMs, renewMs, most a person, most persons. Gives who has it.
 * In holds, 'id <id>' → '<when> <turn> <person>' and 'turn <person> <place>' → '<turn> <id>'; in holders, person →
 * '<when> <turns>'. A turn takes the place of the one that was so many before it. What is let go goes last: a Redis that
 * is full refuses the first write, and takes removals.
 */
export const HOLD = script(`${NOW}
if redis.call('EXISTS', KEYS[1]) == 0 then return ${ROOM_MISSING} end
local id, person, most = ARGV[1], ARGV[2], tonumber(ARGV[5])
local at = now()
local held = redis.call('HGET', KEYS[2], 'id ' .. id)
if held then
  local since, _, holder = string.match(held, '^(%d+) (%d+) (.*)$')
  local age = at - tonumber(since)
  if age < tonumber(ARGV[3]) and (holder ~= person or age < tonumber(ARGV[4])) then return holder end
end
local function let_go(taken, of)
  local turn, old = string.match(taken, '^(%d+) (%d+)$')
  local is = redis.call('HGET', KEYS[2], 'id ' .. old)
  if is and string.match(is, '^%d+ (.*)$') == turn .. ' ' .. of then redis.call('HDEL', KEYS[2], 'id ' .. old) end
end
local known, others = redis.call('HGET', KEYS[3], person), {}
if not known then others = redis.call('HGETALL', KEYS[3]) end
local turns = known and tonumber(string.match(known, ' (%d+)$')) or 0
local turn = string.format('%d', turns)
local place = 'turn ' .. person .. ' ' .. string.format('%d', turns % most)
local before = redis.call('HGET', KEYS[2], place)
redis.call('HSET', KEYS[2], 'id ' .. id, string.format('%d', at) .. ' ' .. turn .. ' ' .. person, place, turn .. ' ' .. id)
redis.call('HSET', KEYS[3], person, string.format('%d %d', at, turns + 1))
if before then let_go(before, person) end
local count = #others / 2 + 1
while count > tonumber(ARGV[6]) do
  local longest, since
  for n = 1, #others, 2 do
    local when = others[n] and tonumber(string.match(others[n + 1], '^%d+'))
    if when and (not since or when < since) then longest, since = n, when end
  end
  if not longest then break end
  local silent = others[longest]
  local last = tonumber(string.match(others[longest + 1], ' (%d+)$'))
  for n = math.max(0, last - most), last - 1 do
    local field = 'turn ' .. silent .. ' ' .. string.format('%d', n % most)
    local taken = redis.call('HGET', KEYS[2], field)
    if taken then let_go(taken, silent) end
    redis.call('HDEL', KEYS[2], field)
  end
  redis.call('HDEL', KEYS[3], silent)
  others[longest] = false
  count = count - 1
end
return person`)
