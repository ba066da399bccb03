import { createHash } from 'node:crypto'
import type { LimitConflict, Reservation } from '../pacing/shared-limit.ts'
import type { RunScript, Script } from './redis-client.ts'

/** The interval in milliseconds at which a process compares what it has configured. */
const compareEveryMs = 10_000

/** What a process said longer ago than this many seconds does not count, since it may have ended. */
const validForS = 60

/** The fields are kept for this many seconds after the last process said something. */
const keptForS = 3_600

/**
 * Notes in the hash at KEYS[1] what this process says (pairs of a field and a value), and returns what another value
 * was said to be lately; an empty text for none.
 */
const source = `
local now = tonumber(redis.call('TIME')[1])
local others = {}
for i = 1, #ARGV, 2 do
  local at, said = string.match(redis.call('HGET', KEYS[1], ARGV[i]) or '', '^(%d+) (.*)$')
  local differs = said and said ~= ARGV[i + 1] and now - at < ${validForS}
  others[#others + 1] = differs and said or ''
  redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f ', now) .. ARGV[i + 1])
end
redis.call('EXPIRE', KEYS[1], ${keptForS})
return others
`

const script: Script = { source, sha1: createHash('sha1').update(source).digest('hex') }

const toName = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** Something that all processes have to say alike. */
interface Statement {
  readonly option: LimitConflict['option']
  /** The field in the store. */
  readonly field: string
  readonly value: string
}

/** Compares what processes have configured for one limit, now and then, and keeps the differences until they are taken. */
export class Agreement {
  readonly #run: RunScript
  readonly #redisKey: string
  readonly #name: string
  readonly #scope: string
  readonly #service: string
  readonly #told = new Set<string>()
  #conflicts: LimitConflict[] = []
  #comparedAt = Number.NEGATIVE_INFINITY

  /**
   * @param key the name of the limit, as the pacing makes it: its scope, the account (for all scopes here), and what else
   * the scope counts apart
   * @param name the name of the limit in the store
   */
  constructor(run: RunScript, prefix: string, key: string, name: string) {
    const [scope = '', account = '', ...others] = key.split('\0')
    this.#run = run
    this.#redisKey = `${prefix}:{${toName(account)}}:configured`
    this.#name = name
    this.#scope = scope
    this.#service = (scope === 'action' ? others[1] : others[0]) ?? ''
  }

  /** Compares in the background, if it is time to. */
  check({ qps, configuredQps = qps }: Reservation, now: number): void {
    if (now < this.#comparedAt + compareEveryMs) return
    this.#comparedAt = now
    const statements = this.#list(configuredQps)
    const args = statements.flatMap(({ field, value }) => [field, value])
    this.#run(script, [this.#redisKey], args).then(
      (others) => {
        if (!Array.isArray(others)) return
        for (const [at, { option, value }] of statements.entries()) this.#note(option, value, String(others[at] ?? ''))
      },
      () => {},
    )
  }

  /** The differences that were found since they were last taken; each option once. */
  takeConflicts(): readonly LimitConflict[] {
    const found = this.#conflicts
    this.#conflicts = []
    return found
  }

  #note(option: LimitConflict['option'], own: string, other: string): void {
    if (other === '' || this.#told.has(option)) return
    this.#told.add(option)
    this.#conflicts.push({ option, own, other })
  }

  #list(qps: number | undefined): readonly Statement[] {
    const isAccount = this.#scope === 'account'
    return [
      { option: 'qps', field: this.#name, value: qps === undefined ? 'learned' : String(qps) },
      ...(this.#service ? [{ option: 'scope', field: `of ${this.#service}`, value: this.#scope } as const] : []),
      // Limits of services are apart from one another, and none is apart from that of the account.
      { option: 'scope', field: 'of the account', value: isAccount ? 'account' : 'service or action' },
    ]
  }
}
