import { createHash } from 'node:crypto'

/**
 * Reserves evenly spaced slots of one limit by the store's own clock: the generic cell rate algorithm with a burst of
 * one (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). All times are whole microseconds.
 *
 * The hash at KEYS[1] has four fields. `next`: the next free slot. `at`: the time of the last reservation. `since`: the
 * time at which the first process returned from its own share. `back`: the number of processes that have returned since
 * then.
 *
 * Returns { the number of slots, or -1 for a command that came too late; the first slot; their spacing; next; now }.
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
-- The store has lost this limit. Processes may still have slots from before: keep the time free in which they use them.
if not next then next = now + held end
-- The clock was set back.
if at and now < at then
  next = next - (at - now)
  since = 0
end
if returning == 1 then
  if now - since < phase then
    back = back + 1
    -- The next slot was spaced for fewer processes: move it up.
    if back <= processes and next > now then next = now + math.floor((next - now) * (back - 1) / back) end
  elseif not at or now - at >= 1000000 then
    since = now
    back = 1
  end
end
-- Grant one slot at a time, so that the next process that returns does not wait for a batch at the slower pace.
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

/** The script's arguments, in their order. Times are microseconds. */
export interface ScriptCall {
  /** The spacing of the slots. */
  readonly interval: number
  /** The number of slots that are asked for. 0: returns slots, or only reads the clock. */
  readonly wanted: number
  /** Slots later than this, from now, are not granted. */
  readonly within: number
  /** The time by the store's clock until which the command may run. 0: at any time. */
  readonly latest: number
  readonly processes: number
  /** True if this process returns from its own share. */
  readonly returning: boolean
  /** The time after the first return in which the returned processes get no more than their part of the limit. */
  readonly phase: number
  /** The time for which processes may still have slots if the store has lost the limit. */
  readonly held: number
  /** With `wanted` 0: if the next free slot is `expected`, it becomes `given`. 0: returns no slots. */
  readonly expected: number
  readonly given: number
  /** Slots before this, from now, are not granted, because the answer would arrive after them. */
  readonly lead: number
}

/** The script's result. Times are microseconds of the store's clock. */
export interface ScriptReply {
  /** The number of slots that were granted; -1 if the command came too late. */
  readonly slots: number
  readonly first: number
  readonly interval: number
  readonly next: number
  readonly now: number
}

/** Converts a call to the script's arguments. */
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
 * Checks the script's result.
 *
 * @param wanted the number of slots that were asked for
 * @throws Error for a result that the script cannot return, such as more slots than `wanted`
 */
export function readReply(reply: unknown, wanted: number): ScriptReply {
  const [slots = -1, first = 0, interval = 0, next = 0, now = 0] = Array.isArray(reply) ? reply.map(Number) : []
  const isOfScript = [slots, first, interval, next, now].every(Number.isSafeInteger) && slots <= wanted
  if (!isOfScript || !Array.isArray(reply) || reply.length < 5) {
    throw new Error('the store returned something other than the result of the script')
  }
  return { slots, first, interval, next, now }
}
