import { decrease, grow, probe } from '../pacing/tuning.ts'

/** Where a fleet's rule differs from that of a process by itself. docs/fleet-notes.md says what each trades. */
export const fleetRule = {
  /** The additive increase is this part of that of one process (fraction): its feedback takes longer. */
  increase: 0.6,
  /** Recovery and doubling multiply the increase by at most this. */
  mostBoost: 4,
  /** Outcomes count for twice this time at most (µs), since the rate was another one before. */
  memory: 2_000_000,
  /** A window of at least this time is measured (µs): limits count in seconds or longer. */
  leastWindow: 1_000_000,
  /** Without an outcome, another probe is sent after this time (µs). */
  probeTimeout: 1_000_000,
  /** The other processes ask again this long after a probe is sent (µs), about a round trip. */
  probeAgain: 60_000,
  /** More is lent when this part of what was lent is known to have been accepted (fraction). */
  lentAccepted: 0.8,
} as const

/**
 * The part of the script that corrects the learned rate: the rule of LearnedPace (docs/pacing-notes.md), over all
 * processes of a fleet. `learn` takes what a process reports; `lend` lends windows while no rate is learned.
 *
 * Fields of the hash. `rate`: calls per second, 0 before the first throttle. `exceeded`: the rate at the last throttle.
 * `guessed`: 1 until the limit accepts calls again for the first time. `streak`: throttles in a row. `shut`: the time of
 * the first of them. `reacted`: the time of the last; a call whose slot was asked for earlier shows nothing new, so that
 * the rate is lowered once, however many processes meet the same full window. `opened`: when the limit accepted calls
 * again. `accepted`: calls accepted since then. `probe`: the slot of the call that finds out whether the limit accepts
 * calls again. Before the first throttle `opened` is the beginning of the second in which `lent` calls were lent.
 */
export const learnedRule = `
local function set_rate(rate)
  s.rate = math.max(rate, ${1_000 / decrease.longestIntervalMs})
end

-- Lends the burst of one process to all of them, in each second, and to a process that joins at least one call. One whose
-- window was accepted gets half as much again, when most of what was lent is known to have been accepted.
local function lend()
  if now - s.opened >= 1000000 then s.opened, s.lent, s.accepted = now, 0, 0 end
  local window = math.max(arg.burst - s.lent, arg.window == 0 and 1 or 0)
  if window == 0 and s.accepted >= s.lent * ${fleetRule.lentAccepted} then window = math.ceil(arg.window / 2) end
  s.lent = s.lent + window
  return window
end

local function react()
  if s.streak == 0 then s.shut, s.exceeded = now, s.rate end
  s.streak = s.streak + 1
  s.reacted, s.probe = now, 0
  if s.streak < ${probe.usedUpAfter} and s.guessed == 0 then set_rate(s.rate * ${1 - decrease.fraction}) end
  local interval = 1000000 / s.rate
  if s.streak == 1 then
    s.next = math.floor(math.max(now, s.next - interval * ${decrease.refund}))
    return
  end
  local wait = interval + (now - s.shut) * ${probe.backoff}
  local over = s.opened + ${probe.secondWindowMs * 1_000} - now
  if over > 0 then wait = math.min(wait, over) end
  s.next = now + math.floor(wait)
end

local function reopen()
  if s.streak >= ${probe.usedUpAfter} then
    local through = s.accepted - 1
    local measured = through * 1000000 / math.max(s.reacted - s.opened, ${fleetRule.leastWindow})
    if through < ${probe.fewCalls} then measured = math.max(measured, s.rate / 2) end
    set_rate(math.min(s.rate, measured))
    s.exceeded, s.next = s.rate, now
  end
  s.guessed, s.streak, s.probe, s.opened, s.accepted = 0, 0, 0, now, 1
end

local function raise(calls)
  local per_call = math.min(${grow.perCall}, ${grow.perCallOfRoot} * math.sqrt(s.rate)) * ${fleetRule.increase}
  local distance = s.rate / s.exceeded - 1
  local boost = distance < 0 and 1 - ${grow.recovery} * distance or 2 ^ (distance / ${grow.doublesEvery})
  set_rate(s.rate + calls * per_call * math.min(boost, ${fleetRule.mostBoost}))
end

local function begin()
  if now - s.opened >= 1500000 then s.opened, s.accepted = now - 1000000, 0 end
  s.rate, s.guessed, s.streak, s.shut, s.reacted = 1, 1, 1, now, now
  arg.throttled_at = now
end

local function learn()
  if s.rate == 0 and arg.seed > 0 then
    -- The store has lost the limit, and this process remembers it.
    s.rate = arg.seed / 1000000
    s.exceeded, s.guessed, s.streak, s.reacted, s.opened, s.accepted = s.rate, 0, 0, now, now, 0
  elseif s.rate == 0 and arg.throttled_at > 0 then
    begin()
  end
  s.accepted = s.accepted + arg.accepted
  if s.rate == 0 then return end
  if s.guessed == 1 then
    s.rate = math.max(arg.least, s.accepted)
    s.exceeded = s.rate
  end
  if s.streak > 0 then
    if arg.accepted_at >= s.reacted then reopen() end
  else
    if now - s.opened >= ${fleetRule.memory} then
      s.opened, s.accepted = now - math.floor((now - s.opened) / 2), s.accepted / 2
    end
    -- Only while calls wait for their slots does their acceptance show that the rate could be higher.
    if s.next > now then raise(arg.accepted) end
  end
  if arg.throttled_at > 0 and arg.throttled_at >= s.reacted then react() end
end
`
