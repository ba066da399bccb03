import { createHash } from 'node:crypto'

/**
 * Reserves slots of one limit, evenly spaced by the store's own clock: the generic cell rate algorithm with a burst of
 * one (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). All times in whole microseconds.
 *
 * The hash at KEYS[1]: `next`, the next free slot; `at`, when slots were last asked for; `since`, when the first process
 * came back from its own share, and `back`, how many have since.
 *
 * Returns { slots granted or -1 for a command that came too late, the first of them, their spacing, next, now }.
 */
const source = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local arg = {}
for i = 1, #ARGV do arg[i] = tonumber(ARGV[i]) end
local interval, wanted, within, latest = arg[1], arg[2], arg[3], arg[4]
local processes, returning, phase, held = arg[5], arg[6], arg[7], arg[8]
local expected, given, lead = arg[9], arg[10], arg[11]

if latest > 0 and now > latest then return {-1, 0, 0, 0, now} end
local stored = redis.call('HMGET', KEYS[1], 'next', 'at', 'since', 'back')
local next = tonumber(stored[1])
if wanted == 0 then
  if expected > 0 and next == expected then redis.call('HSET', KEYS[1], 'next', string.format('%.0f', given)) end
  return {0, 0, 0, 0, now}
end

local at, since, back = tonumber(stored[2]), tonumber(stored[3]) or 0, tonumber(stored[4]) or 0
-- Lost, where this process has been granted slots lately: others may still hold some.
if not next then next = now + held end
-- The clock was set back.
if at and now < at then
  next = next - (at - now)
  since = 0
end
if returning == 1 then
  if now - since < phase then
    back = back + 1
    -- The slot that comes next was spaced for fewer.
    if back <= processes and next > now then next = now + math.floor((next - now) * (back - 1) / back) end
  elseif not at or now - at >= 1000000 then
    since = now
    back = 1
  end
end
-- One at a time: who comes back next must not wait for a batch at the slower pace.
if now - since < phase and back < processes then
  interval = math.floor(interval * processes / back)
  wanted = 1
end

local first = math.max(next, now + lead)
local slots = math.max(0, math.min(wanted, math.floor((within - (first - now)) / interval) + 1))
next = first + slots * interval
redis.call('HSET', KEYS[1], 'next', string.format('%.0f', next), 'at', string.format('%.0f', now),
  'since', string.format('%.0f', since), 'back', back)
redis.call('PEXPIRE', KEYS[1], math.ceil((next - now + processes * interval) / 1000) + 10000)
return {slots, first, interval, next, now}
`

export const reserveScript = { source, sha1: createHash('sha1').update(source).digest('hex') } as const

/** The script's arguments, in their order; times in microseconds. */
export interface ScriptCall {
  readonly interval: number
  readonly wanted: number
  readonly within: number
  /** By the store's clock; 0: whenever it comes. */
  readonly latest: number
  readonly processes: number
  /** Whether this process comes back from its own share. */
  readonly returning: boolean
  /** How long after the first of them the processes that came back share no more than their part. */
  readonly phase: number
  /** For so long others may hold slots, if the store has forgotten. */
  readonly held: number
  /** With `wanted` 0: gives slots back, so that `given` is the next one, if `expected` still is. 0: does nothing. */
  readonly expected: number
  readonly given: number
  /** No slot is of use before so long from now: the answer would come after it. */
  readonly lead: number
}

/** What the script returns; times in microseconds of the store's clock. */
export interface ScriptReply {
  readonly slots: number
  readonly first: number
  readonly interval: number
  readonly next: number
  readonly now: number
}

export const toArguments = (call: ScriptCall): string[] =>
  [
    call.interval,
    call.wanted,
    call.within,
    call.latest,
    call.processes,
    call.returning ? 1 : 0,
    call.phase,
    call.held,
    call.expected,
    call.given,
    call.lead,
  ].map((value) => Math.round(value).toFixed(0))

/**
 * @param wanted slots that were asked for; more are not granted
 * @throws Error for what the script does not return
 */
export function readReply(reply: unknown, wanted: number): ScriptReply {
  const [slots = -1, first = 0, interval = 0, next = 0, now = 0] = Array.isArray(reply) ? reply.map(Number) : []
  const isOfScript = [slots, first, interval, next, now].every(Number.isSafeInteger) && slots <= wanted
  if (!isOfScript || !Array.isArray(reply) || reply.length < 5) {
    throw new Error('the store gave an answer that is not of the script')
  }
  return { slots, first, interval, next, now }
}
