import { createHash } from 'node:crypto'
import { fleetRule, learnedRule } from './learned-rule.ts'

/** The script's numeric arguments, after the process' id. Times are microseconds, 0 for none. */
export interface ScriptCall {
  /** The spacing of the slots; 0 if the rate is learned. */
  readonly interval: number
  /** The number of slots that are asked for. 0: returns slots, reports outcomes, or only reads the clock. */
  readonly wanted: number
  /** Slots later than this, from now, are not granted. */
  readonly within: number
  /** The time by the store's clock until which the command may run. 0: at any time. */
  readonly latest: number
  /** The configured number of processes; 0: it is learned. */
  readonly processes: number
  /** The number of processes that this one saw last. */
  readonly seen: number
  /** 1 if this process returns from its own share. */
  readonly returning: number
  /** The time after the first return in which the returned processes get no more than their part of the limit. */
  readonly phase: number
  /** The time for which processes may still have slots if the store has lost the limit. */
  readonly held: number
  /** If the next free slot is `expected`, it becomes `given`. 0: returns no slots. */
  readonly expected: number
  readonly given: number
  /** Slots before this, from now, are not granted, because the answer would arrive after them. */
  readonly lead: number
  /** The longest time for which one process reserves slots. */
  readonly batch: number
  /** The time for which all processes together reserve slots. */
  readonly together: number
  /** 1 if the rate is learned. The arguments that follow are for that case. */
  readonly learns: number
  /** Calls that were accepted since the last report. */
  readonly accepted: number
  /** When the latest of them was sent, by the store's clock. */
  readonly accepted_at: number
  /** When the slot of a throttled call was asked for, by the store's clock. */
  readonly throttled_at: number
  /** The rate that this process remembers, in millionths of a call per second; 0 for none. */
  readonly seed: number
  /** The least first estimate of the rate, in calls per second. */
  readonly least: number
  /** Calls that all processes may have in flight before anything is known. */
  readonly burst: number
  /** The window that was lent to this process. */
  readonly window: number
  /** The time for which the keys are kept, in milliseconds. */
  readonly kept: number
}

/** The arguments of a call that asks for nothing. Their order is that of the script. */
const nothing: ScriptCall = {
  interval: 0,
  wanted: 0,
  within: 0,
  latest: 0,
  processes: 1,
  seen: 1,
  returning: 0,
  phase: 0,
  held: 0,
  expected: 0,
  given: 0,
  lead: 0,
  batch: 0,
  together: 0,
  learns: 0,
  accepted: 0,
  accepted_at: 0,
  throttled_at: 0,
  seed: 0,
  least: 0,
  burst: 0,
  window: 0,
  kept: 0,
}

/** The names of the arguments, in the order of the script. */
export const argumentNames = Object.keys(nothing) as readonly (keyof ScriptCall)[]

/** The fields of the hash, all numbers. */
export const fieldNames = [
  'next',
  'at',
  'since',
  'back',
  'rate',
  'exceeded',
  'guessed',
  'streak',
  'shut',
  'reacted',
  'opened',
  'accepted',
  'lent',
  'probe',
] as const

/**
 * Reserves evenly spaced slots of one limit by the store's own clock: the generic cell rate algorithm with a burst of
 * one (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). The spacing is that of a configured limit, or of the
 * learned one, which `learned-rule.ts` corrects. All times are whole microseconds.
 *
 * The hash at KEYS[1] has these fields, beside those of the learned rule. `next`: the next free slot. `at`: the time of
 * the last reservation. `since`: the time at which the first process returned from its own share. `back`: the number of
 * processes that have returned since then. The sorted set at KEYS[2] has the processes by the time of their last
 * reservation.
 *
 * Returns { the number of slots, or -1 for a command that came too late; the first slot; their spacing; next; now;
 * the learned rate in millionths of a call per second, or 0; the number of processes; the window that is lent; 1 if the
 * slot is that of a probe }.
 */
const source = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local arg = {}
for i, name in ipairs({'${argumentNames.join("','")}'}) do arg[name] = tonumber(ARGV[i + 1]) end
if arg.latest > 0 and now > arg.latest then return {-1, 0, 0, 0, now, 0, 0, 0, 0} end

local names = {'${fieldNames.join("','")}'}
local stored = redis.call('HMGET', KEYS[1], unpack(names))
local s = {}
for i, name in ipairs(names) do s[name] = tonumber(stored[i]) or 0 end
local function save()
  local fields = {}
  for i, name in ipairs(names) do
    fields[2 * i - 1] = name
    fields[2 * i] = string.format('%.17g', s[name])
  end
  redis.call('HSET', KEYS[1], unpack(fields))
  redis.call('PEXPIRE', KEYS[1], arg.kept)
end
local function answer(slots, first, interval, processes, window, probing)
  return {slots, first, interval, s.next, now, math.floor(s.rate * 1000000), processes, window, probing}
end

if arg.expected > 0 then
  if s.next == arg.expected then
    s.next = arg.given
    s.probe = 0
    save()
  end
  return answer(0, 0, 0, 0, 0, 0)
end
-- The clock was set back.
if now < s.at then
  s.next = s.next - (s.at - now)
  s.since, s.reacted, s.shut, s.opened, s.probe = 0, math.min(s.reacted, now), math.min(s.shut, now), math.min(s.opened, now), 0
end
${learnedRule}
if arg.learns == 1 then learn() end
if arg.wanted == 0 then
  if arg.learns == 1 then save() end
  return answer(0, 0, 0, 0, 0, 0)
end

local interval = arg.interval
if arg.learns == 1 then
  if s.rate == 0 then
    local window = lend()
    save()
    return answer(0, 0, 0, 0, window, 0)
  end
  interval = math.ceil(1000000 / s.rate)
end

local processes = arg.processes
if processes == 0 then
  local stamp = string.format('%.0f', now)
  redis.call('ZADD', KEYS[2], stamp, ARGV[1])
  local present = math.max(5000000, 3 * interval * redis.call('ZCARD', KEYS[2]))
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - present))
  redis.call('ZREMRANGEBYSCORE', KEYS[2], '(' .. stamp, '+inf')
  redis.call('PEXPIRE', KEYS[2], arg.kept)
  processes = redis.call('ZCARD', KEYS[2])
  -- The store has lost the other processes, or they return one by one.
  if now - s.since < arg.phase or arg.returning == 1 then processes = math.max(processes, arg.seen) end
end

-- The store has lost this limit. Processes may still have slots from before: keep the time free in which they use them.
if s.next == 0 then s.next = now + arg.held end
if arg.returning == 1 then
  if now - s.since < arg.phase then
    s.back = s.back + 1
    -- The next slot was spaced for fewer processes: move it up.
    if s.back <= processes and s.next > now then
      s.next = now + math.floor((s.next - now) * (s.back - 1) / s.back)
    end
  elseif s.at == 0 or now - s.at >= 1000000 then
    s.since = now
    s.back = 1
  end
end
local wanted = math.min(arg.wanted, math.max(1, math.floor(math.min(arg.batch, arg.together / processes) / interval)))
-- Grant one slot at a time, so that the next process that returns does not wait for a batch at the slower pace.
if now - s.since < arg.phase and s.back < processes then
  interval = math.floor(interval * processes / s.back)
  wanted = 1
end
local probing = arg.learns == 1 and s.streak >= 2
if probing then
  wanted = 1
  if s.probe > 0 and now < s.probe + ${fleetRule.probeTimeout} then
    s.at = now
    save()
    local again = math.max(now, s.probe) + ${fleetRule.probeAgain}
    return {0, 0, interval, again, now, math.floor(s.rate * 1000000), processes, 0, 0}
  end
end

local first = math.max(s.next, now + arg.lead)
local slots = math.max(0, math.min(wanted, math.floor((arg.within - (first - now)) / interval) + 1))
s.next = first + slots * interval
s.at = now
if probing and slots > 0 then s.probe = first end
save()
return answer(slots, first, interval, processes, 0, probing and 1 or 0)
`

export const reserveScript = { source, sha1: createHash('sha1').update(source).digest('hex') } as const

/** The script's result. Times are microseconds of the store's clock. */
export interface ScriptReply {
  /** The number of slots that were granted; -1 if the command came too late. */
  readonly slots: number
  readonly first: number
  readonly interval: number
  readonly next: number
  readonly now: number
  /** The learned rate in millionths of a call per second; 0 for none. */
  readonly rate: number
  /** The number of processes that share the limit. */
  readonly processes: number
  /** Calls that may be in flight beside those that were lent before, while no rate is learned. */
  readonly window: number
  /** 1: the slot is that of a probe. */
  readonly probing: number
}

/** Converts a call of a process to the script's arguments. */
export const toArguments = (id: string, call: Partial<ScriptCall>): string[] => [
  id,
  ...Object.values({ ...nothing, ...call }).map((value) => Math.round(value).toFixed(0)),
]

/**
 * Checks the script's result.
 *
 * @param wanted the number of slots that were asked for
 * @throws Error for a result that the script cannot return, such as more slots than `wanted`
 */
export function readReply(reply: unknown, wanted: number): ScriptReply {
  const values = Array.isArray(reply) ? reply.map(Number) : []
  const [slots = -1, first = 0, interval = 0, next = 0, now = 0, rate = 0, processes = 0, window = 0, probing = 0] =
    values
  if (values.length < 9 || !values.every(Number.isSafeInteger) || slots > wanted) {
    throw new Error('the store returned something other than the result of the script')
  }
  return { slots, first, interval, next, now, rate, processes, window, probing }
}
