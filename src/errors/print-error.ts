import type { Attempt } from '../retry/index.ts'
import type { CustomInspect, InspectOptions } from './error-details.ts'
import { readCodeFrames, readFrames, readOwnFrames } from './own-frames.ts'
import { toPrintable } from './printable.ts'
import type { TencentCloudError } from './tencent-cloud-error.ts'

// How `util.inspect` and so `console.log` print an error: what happened, one line an attempt, what to do, the cause, and
// where the call was made. In short, because a service prints many of them.

type Stylize = NonNullable<InspectOptions['stylize']>

const labels = {
  en: { meaning: 'meaning', remedy: 'remedy', body: 'body', cause: 'cause' },
  zh: { meaning: '含义', remedy: '处理', body: '正文', cause: '原因' },
} as const

/** Attempts at the beginning and at the end that are printed; those between are counted. */
const firstAttempts = 3
const lastAttempts = 9

/** Frames of the call's stack, and of each cause's. */
const mostFrames = 8
const mostCauseFrames = 3

/** The depth to which a chain of causes is followed. */
const mostCauses = 3

/** Characters of a page without an envelope. */
const longestBody = 200

const plain: Stylize = (text) => text

function formatAttempt(attempt: Attempt, stylize: Stylize): string {
  const { number, code, moduleCode, httpStatus, queuedMs, durationMs, requestId, decision, reason, delayMs } = attempt
  const facts = [
    [code, moduleCode].filter(Boolean).join('/'),
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    queuedMs > 0 && `queued ${queuedMs} ms`,
    `${durationMs} ms`,
    requestId !== undefined && stylize(`request id ${requestId}`, 'undefined'),
  ].filter(Boolean)
  const wait = decision === 'retry' && delayMs > 0 ? `, wait ${delayMs} ms` : ''
  return `  ${stylize(`#${number}`, 'number')} ${facts.join(', ')}: ${decision}, ${stylize(reason, 'special')}${wait}`
}

function formatAttempts(attempts: readonly Attempt[], stylize: Stylize): readonly string[] {
  const lines = attempts.map((attempt) => formatAttempt(attempt, stylize))
  const left = lines.length - firstAttempts - lastAttempts
  if (left <= 1) return lines
  return [...lines.slice(0, firstAttempts), `  … ${left} more`, ...lines.slice(-lastAttempts)]
}

const formatFrames = (frames: readonly string[], indent: string, stylize: Stylize): readonly string[] =>
  frames.map((frame) => stylize(`${indent}at ${toPrintable(frame)}`, 'undefined'))

/** An error's causes, the nearest first. */
function listCauses(error: Error): readonly Error[] {
  const causes: Error[] = []
  for (let at = error.cause; at instanceof Error && causes.length < mostCauses; at = at.cause) causes.push(at)
  return causes
}

function formatCauses(error: Error, label: string, stylize: Stylize): readonly string[] {
  const blocks = listCauses(error).map((cause) => {
    const code: unknown = Reflect.get(cause, 'code')
    const head = `${cause.name}: ${cause.message}`
    const isNews = typeof code === 'string' && !head.includes(code)
    return [
      `  ${label}: ${toPrintable(isNews ? `${head} (${code})` : head)}`,
      // The frames of packages and of the runtime say nothing of the application.
      ...formatFrames(readOwnFrames(cause.stack ?? '').slice(0, mostCauseFrames), '      ', stylize),
    ]
  })
  // axios wraps the error of a socket in one that says the same.
  return [...new Set(blocks.flat())]
}

/** Where the call was made. Frames of packages too if none is the application's, as after it was bundled into one file. */
function readCallFrames(stack: string): readonly string[] {
  const own = readOwnFrames(stack)
  return (own.length > 0 ? own : readCodeFrames(stack)).slice(0, mostFrames)
}

function formatError(error: TencentCloudError, options: InspectOptions): string {
  const { stylize = plain } = options
  const { name, message, attempts, language, meaning, remedy, stack = '' } = error
  const body: unknown = Reflect.get(error, 'body')
  const label = labels[language]
  const facts = [
    `kind ${error.kind}`,
    `retry ${error.retry}`,
    error.region !== undefined && `region ${error.region}`,
    error.httpStatus !== undefined && `HTTP ${error.httpStatus}`,
    error.timeSpent && `${error.timeSpent.totalMs} ms in all`,
    error.mayHaveRun ? 'may have run' : 'did not run',
  ].filter(Boolean)
  const frames = options.showHidden ? readFrames(stack) : readCallFrames(stack)
  return [
    `${name}: ${message}`,
    `  ${facts.join(', ')}`,
    ...formatAttempts(attempts, stylize),
    ...(meaning ? [`  ${label.meaning}: ${meaning[language]}`] : []),
    ...(remedy ? [`  ${label.remedy}: ${stylize(remedy[language], 'string')}`] : []),
    ...(typeof body === 'string' && body !== ''
      ? [`  ${label.body}: ${body.slice(0, longestBody).toWellFormed().replace(/\s+/g, ' ')}`]
      : []),
    ...formatCauses(error, label.cause, stylize),
    ...formatFrames(frames, '    ', stylize),
  ].join('\n')
}

const customInspect = Symbol.for('nodejs.util.inspect.custom')

/**
 * Prints an error for `util.inspect`. With `showHidden` all frames of the stack and all fields follow, but never config,
 * request, response and data.
 */
export const inspectError: CustomInspect = function (this: TencentCloudError, depth, options, inspect) {
  if (depth !== null && depth < 0) return `[${this.name}]`
  const short = formatError(this, options)
  const text = options.showHidden ? `${short} ${inspect({ ...this }, options)}` : short
  // Not the text itself, which would not be indented inside of another object.
  return { [customInspect]: () => text }
}
