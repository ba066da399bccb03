// What the package promises on every runtime, in a form that runs without a test runner: on Bun, Deno and workerd.

/** How a promise was kept. */
export interface Kept {
  readonly title: string
  /** Why it was not. */
  readonly failure?: string
}

export interface RuntimePromise {
  readonly title: string
  keep(): Promise<void>
}

/** The keys that the fake cloud accepts. */
export const credentials = { secretId: 'AKIDexampleExampleExample', secretKey: 'exampleExampleExampleKey' }

/** The body of the event stream, and how many characters make it more than one chunk. */
export const events = 'data: {"word":"好"}\n\n'.repeat(5_000)

/** What sends the calls; each has actions of its own, so that no promise takes the failures of another. */
export type Sender = 'Http' | 'Fetch' | 'Client'

/** A call as each sender makes it. */
export interface Call {
  readonly action: string
  readonly signal?: AbortSignal
  readonly deadlineMs?: number
}

/** What the promises need of a sender. */
export interface Stage {
  readonly sender: Sender
  /** Resolves to the number of attempts, and the Authorization of each. */
  call(call: Call): Promise<{ readonly attempts: number; readonly authorizations: readonly (string | null)[] }>
  /** Reads an event stream to its end. */
  stream(call: Call): Promise<string>
  /** Is it what the caller gets of an abort? */
  isAbort(error: unknown, signal: AbortSignal): boolean
}

export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what)
}

const rejection = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: unknown) => error,
  )

/** Compares the named fields of an error. */
function assertFields(error: unknown, expected: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(expected)) {
    const actual: unknown = Reflect.get(Object(error), name)
    assert(actual === value, `${name} is ${String(actual)} and not ${String(value)}: ${String(error)}`)
  }
}

const countAttempts = (error: unknown): number => [Reflect.get(Object(error), 'attempts')].flat().length

/** @param isTyped is it a TencentCloudError, and an AxiosError? */
export function promisesOf(
  { sender, call, stream, isAbort }: Stage,
  isTyped: (error: unknown) => boolean,
): RuntimePromise[] {
  const promise = (title: string, keep: () => Promise<void>) => ({ title: `${sender}: ${title}`, keep })
  return [
    promise('a failure under HTTP 200 is a typed error without a secret in it', async () => {
      const error = await rejection(call({ action: `DescribeDenied${sender}` }))
      assert(isTyped(error), `not a TencentCloudError: ${String(error)}`)
      assertFields(error, { code: 'UnauthorizedOperation', kind: 'authorization', mayHaveRun: false })
      assert(countAttempts(error) === 1, 'it was tried again')
      assert(!`${JSON.stringify(error)}${error}`.includes(credentials.secretId), 'it shows the SecretId')
    }),
    promise('a throttled call is repeated, signed afresh', async () => {
      const { attempts, authorizations } = await call({ action: `DescribeThrottled${sender}` })
      assert(attempts === 2, `${attempts} attempts`)
      assert(new Set(authorizations).size === 2 && !authorizations.includes(null), 'it was not signed afresh')
    }),
    promise('a read whose connection breaks is repeated', async () => {
      const { attempts } = await call({ action: `DescribeBroken${sender}` })
      assert(attempts === 2, `${attempts} attempts`)
    }),
    promise('a write whose answer is lost is a NetworkError, and not repeated', async () => {
      const error = await rejection(call({ action: `RunLost${sender}` }))
      assertFields(error, { name: 'NetworkError', mayHaveRun: true, reason: 'could-duplicate' })
    }),
    promise('a page of a gateway is an HttpError', async () => {
      const error = await rejection(call({ action: `RunBehindGateway${sender}` }))
      assertFields(error, { name: 'HttpError', httpStatus: 502, mayHaveRun: true })
    }),
    promise('an abort ends a call that waits for its answer', async () => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 50)
      const error = await rejection(call({ action: `DescribeHanging${sender}`, signal: controller.signal }))
      assert(isAbort(error, controller.signal), `not an abort: ${String(error)}`)
    }),
    promise('a deadline ends a call that waits for its answer', async () => {
      const error = await rejection(call({ action: `DescribeLate${sender}`, deadlineMs: 200 }))
      assertFields(error, { name: 'TimeoutError', reason: 'deadline' })
    }),
    promise('an event stream is handed on whole', async () => {
      assert((await stream({ action: `DescribeEvents${sender}` })) === events, 'the stream is another one')
    }),
  ]
}

/** Keeps them one after the other. */
export async function keepAll(promises: readonly RuntimePromise[]): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const { title, keep } of promises) {
    kept.push(
      await keep().then(
        () => ({ title }),
        (error: unknown) => ({ title, failure: error instanceof Error ? String(error.stack) : String(error) }),
      ),
    )
  }
  return kept
}

/** A clock on which waits take no time. Each is a second at least: signatures have the second in which they were made. */
export function instantClock() {
  let passed = 0
  return {
    now: () => Date.now() + passed,
    async sleep(ms: number) {
      passed += Math.max(ms, 1_000)
    },
    random: () => 1,
  }
}
