import { fleetRule } from '../../src/fleet/learned-rule.ts'
import { argumentNames, type fieldNames, type ScriptCall } from '../../src/fleet/reserve-script.ts'
import { decrease, grow, probe } from '../../src/pacing/tuning.ts'

type Field = (typeof fieldNames)[number]

/** What the store remembers of a limit: the hash of the reservation script, in microseconds, and the processes. */
export interface StoredLimit {
  readonly fields: Readonly<Record<Field, number>>
  /** When each process last reserved. */
  readonly processes: ReadonlyMap<string, number>
}

export const noFields: Readonly<Record<Field, number>> = {
  next: 0,
  at: 0,
  since: 0,
  back: 0,
  rate: 0,
  exceeded: 0,
  guessed: 0,
  streak: 0,
  shut: 0,
  reacted: 0,
  opened: 0,
  accepted: 0,
  lent: 0,
  probe: 0,
}

type State = Record<Field, number>

const readCall = ([, ...values]: readonly string[]): ScriptCall =>
  Object.fromEntries(argumentNames.map((name, at) => [name, Number(values[at])])) as unknown as ScriptCall

function lend(s: State, arg: ScriptCall, now: number): number {
  if (now - s.opened >= 1_000_000) {
    s.opened = now
    s.lent = 0
    s.accepted = 0
  }
  let window = Math.max(arg.burst - s.lent, arg.window === 0 ? 1 : 0)
  if (window === 0 && s.accepted >= s.lent * fleetRule.lentAccepted) window = Math.ceil(arg.window / 2)
  s.lent += window
  return window
}

const setRate = (s: State, rate: number) => {
  s.rate = Math.max(rate, 1_000 / decrease.longestIntervalMs)
}

function react(s: State, now: number): void {
  if (s.streak === 0) {
    s.shut = now
    s.exceeded = s.rate
  }
  s.streak++
  s.reacted = now
  s.probe = 0
  if (s.streak < probe.usedUpAfter && s.guessed === 0) setRate(s, s.rate * (1 - decrease.fraction))
  const interval = 1_000_000 / s.rate
  if (s.streak === 1) {
    s.next = Math.floor(Math.max(now, s.next - interval * decrease.refund))
    return
  }
  let wait = interval + (now - s.shut) * probe.backoff
  const over = s.opened + probe.secondWindowMs * 1_000 - now
  if (over > 0) wait = Math.min(wait, over)
  s.next = now + Math.floor(wait)
}

function reopen(s: State, now: number): void {
  if (s.streak >= probe.usedUpAfter) {
    const through = s.accepted - 1
    let measured = Math.min(s.rate, (through * 1_000_000) / Math.max(s.reacted - s.opened, fleetRule.leastWindow))
    if (through < probe.fewCalls) measured = Math.max(measured, s.rate / 2)
    setRate(s, measured)
    s.exceeded = s.rate
    s.next = now
  }
  s.guessed = 0
  s.streak = 0
  s.probe = 0
  s.opened = now
  s.accepted = 1
}

function raise(s: State, calls: number): void {
  const perCall = Math.min(grow.perCall, grow.perCallOfRoot * Math.sqrt(s.rate)) * fleetRule.increase
  const distance = s.rate / s.exceeded - 1
  const boost = distance < 0 ? 1 - grow.recovery * distance : 2 ** (distance / grow.doublesEvery)
  setRate(s, s.rate + calls * perCall * Math.min(boost, fleetRule.mostBoost))
}

function learn(s: State, arg: { -readonly [Name in keyof ScriptCall]: number }, now: number): void {
  if (s.rate === 0 && arg.seed > 0) {
    s.rate = arg.seed / 1_000_000
    s.exceeded = s.rate
    s.guessed = 0
    s.streak = 0
    s.reacted = now
    s.opened = now
    s.accepted = 0
  } else if (s.rate === 0 && arg.throttled_at > 0) {
    if (now - s.opened >= 1_500_000) {
      s.opened = now - 1_000_000
      s.accepted = 0
    }
    s.rate = 1
    s.guessed = 1
    s.streak = 1
    s.shut = now
    s.reacted = now
    arg.throttled_at = now
  }
  s.accepted += arg.accepted
  if (s.rate === 0) return
  if (s.guessed === 1) {
    s.rate = Math.max(arg.least, s.accepted)
    s.exceeded = s.rate
  }
  if (s.streak === 0 && now - s.opened >= fleetRule.memory) {
    s.opened = now - Math.floor((now - s.opened) / 2)
    s.accepted /= 2
  }
  if (s.streak === 0) {
    if (s.next > now) raise(s, arg.accepted)
  } else if (arg.accepted_at >= s.reacted) reopen(s, now)
  if (arg.throttled_at > 0 && arg.throttled_at >= s.reacted) react(s, now)
}

/** The reservation script, as the store runs it; script.test.ts compares the two. */
export function runModel(stored: StoredLimit | undefined, args: readonly string[], now: number) {
  const arg = { ...readCall(args) }
  const id = args[0] ?? ''
  const s: State = { ...(stored?.fields ?? noFields) }
  let processes = new Map(stored?.processes)
  const unchanged = (reply: readonly number[]) => ({ reply, stored })
  const answer = (slots: number, first: number, interval: number, seen: number, window: number, probing: number) => ({
    reply: [slots, first, interval, s.next, now, Math.floor(s.rate * 1_000_000), seen, window, probing],
    stored: { fields: s, processes },
  })
  if (arg.latest > 0 && now > arg.latest) return unchanged([-1, 0, 0, 0, now, 0, 0, 0, 0])
  if (arg.expected > 0) {
    if (s.next !== arg.expected) return unchanged(answer(0, 0, 0, 0, 0, 0).reply)
    s.next = arg.given
    s.probe = 0
    return answer(0, 0, 0, 0, 0, 0)
  }
  if (now < s.at) {
    s.next -= s.at - now
    s.since = 0
    s.reacted = Math.min(s.reacted, now)
    s.shut = Math.min(s.shut, now)
    s.opened = Math.min(s.opened, now)
    s.probe = 0
  }
  if (arg.learns === 1) learn(s, arg, now)
  if (arg.wanted === 0) {
    const answered = answer(0, 0, 0, 0, 0, 0)
    return arg.learns === 1 ? answered : unchanged(answered.reply)
  }
  let interval = arg.interval
  if (arg.learns === 1) {
    if (s.rate === 0) return answer(0, 0, 0, 0, lend(s, arg, now), 0)
    interval = Math.ceil(1_000_000 / s.rate)
  }
  let seen = arg.processes
  if (seen === 0) {
    processes.set(id, now)
    const present = Math.max(5_000_000, 3 * interval * processes.size)
    processes = new Map([...processes].filter(([, at]) => at > now - present && at <= now))
    seen = processes.size
    if (now - s.since < arg.phase || arg.returning === 1) seen = Math.max(seen, arg.seen)
  }
  if (s.next === 0) s.next = now + arg.held
  if (arg.returning === 1) {
    if (now - s.since < arg.phase) {
      s.back++
      if (s.back <= seen && s.next > now) s.next = now + Math.floor(((s.next - now) * (s.back - 1)) / s.back)
    } else if (s.at === 0 || now - s.at >= 1_000_000) {
      s.since = now
      s.back = 1
    }
  }
  const batch = Math.max(1, Math.floor(Math.min(arg.batch, arg.together / seen) / interval))
  let wanted = Math.min(arg.wanted, batch)
  if (now - s.since < arg.phase && s.back < seen) {
    interval = Math.floor((interval * seen) / s.back)
    wanted = 1
  }
  const probing = arg.learns === 1 && s.streak >= 2
  if (probing) {
    wanted = 1
    if (s.probe > 0 && now < s.probe + fleetRule.probeTimeout) {
      s.at = now
      const again = Math.max(now, s.probe) + fleetRule.probeAgain
      const reply = [0, 0, interval, again, now, Math.floor(s.rate * 1_000_000), seen, 0, 0]
      return { reply, stored: { fields: s, processes } }
    }
  }
  const first = Math.max(s.next, now + arg.lead)
  const slots = Math.max(0, Math.min(wanted, Math.floor((arg.within - (first - now)) / interval) + 1))
  s.next = first + slots * interval
  s.at = now
  if (probing && slots > 0) s.probe = first
  return answer(slots, first, interval, seen, 0, probing ? 1 : 0)
}
