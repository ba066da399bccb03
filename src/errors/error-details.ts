import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import type { Disposition, Text, ThrottledBy } from '../catalog/index.ts'
import type { TimeSpent } from '../retry/attempt.ts'
import type { Attempt, GiveUpReason } from '../retry/index.ts'

/** How much of an event stream was handed on before it failed. */
export interface Delivered {
  /** Events, without comments. */
  readonly events: number
  /** Bytes of the body. */
  readonly bytes: number
}

/** The options of `util.inspect` that matter to a custom inspection. */
export interface InspectOptions {
  /** Are properties shown that are not enumerable? */
  readonly showHidden?: boolean
  /** Colours a text, or returns it as it is. */
  stylize?(text: string, style: string): string
}

/**
 * A custom inspection, as `util.inspect` calls it.
 *
 * @param depth how many levels may still be shown; negative: none, and null: all
 */
export type CustomInspect = (
  depth: number | null,
  options: InspectOptions,
  inspect: (value: unknown, options: InspectOptions) => string,
) => unknown

/** The data of a failed call, from which an error is made. Its fields are documented on {@link TencentCloudError}. */
export interface TencentCloudErrorDetails {
  /** The public code; for a TransportError the code of axios. */
  readonly code: string
  /** The text of the server or, for a TransportError, of the transport. */
  readonly serverMessage: string
  /** The disposition of the code. */
  readonly retry: Disposition
  /** Could the service have executed the call, in any of its attempts? */
  readonly mayHaveRun: boolean
  /** All attempts, in order; empty if nothing was sent. */
  readonly attempts: readonly Attempt[]
  /**
   * Why the call was not tried again.
   *
   * @default 'not-retryable'
   */
  readonly reason?: GiveUpReason | undefined
  /**
   * What the message says of the giving up.
   *
   * @default `gave up:` and the reason, unless that is `'not-retryable'`
   */
  readonly explanation?: string | undefined
  /** How long the call waited and sent. */
  readonly timeSpent?: TimeSpent | undefined
  /** The number in parentheses at the beginning of a legacy message. */
  readonly moduleCode?: string | undefined
  /** The name that is sent with a legacy code. */
  readonly codeDesc?: string | undefined
  /** The id that Tencent Cloud's support asks for. */
  readonly requestId?: string | undefined
  /** A second id, if the product or the SDK has one. */
  readonly traceId?: string | undefined
  /** The product: `kms`. */
  readonly service?: string | undefined
  /** The action: `Encrypt`. */
  readonly action?: string | undefined
  /** The region that the request or its host named. */
  readonly region?: string | undefined
  /** The API version that the request named. */
  readonly version?: string | undefined
  /** The HTTP status; absent if no response came. */
  readonly httpStatus?: number | undefined
  /** The wait that the server asked for, in milliseconds; absent if it asked for none. */
  readonly retryAfterMs?: number | undefined
  /** What a throttle counts. */
  readonly limitKind?: ThrottledBy | undefined
  /** How much of an event stream was handed on before it failed. */
  readonly delivered?: Delivered | undefined
  /** What the code means. */
  readonly meaning?: Text | undefined
  /** What to do about it. */
  readonly remedy?: Text | undefined
  /** The upper-case name that some modules put before the text. */
  readonly symbol?: string | undefined
  /** A sentence for the developer, appended to the message. */
  readonly advice?: string | undefined
  /** The config of axios. Not enumerable in the error. */
  readonly config?: InternalAxiosRequestConfig | undefined
  /** The adapter's own request object. Not enumerable in the error. */
  readonly request?: unknown
  /** The response, with its data parsed. Not enumerable in the error. */
  readonly response?: AxiosResponse | undefined
  /** The underlying error: of the socket, the SDK or a signer. Not enumerable in the error. */
  readonly cause?: Error | undefined
  /** The body's `data` (PartialSuccessError). Not enumerable in the error. */
  readonly data?: unknown
  /** The first 500 characters of a body without an envelope (HttpError). */
  readonly body?: string | undefined
  /**
   * The language of the remedy in `toJSON()`.
   *
   * @default 'en'
   */
  readonly language?: keyof Text | undefined
  /**
   * How `util.inspect` prints the error.
   *
   * @default undefined: as any other error
   */
  readonly inspect?: CustomInspect | undefined
}
