// Prints the results of the demo. Not needed to use the library.
import { type Attempt, PartialSuccessError, type TencentCloudError } from 'axios-tencentcloud'
import { countCells, pad, paint, wrap } from './terminal.ts'

/** Fits a terminal of 120 columns. */
const lineWidth = 116
const indent = '   '

export type Language = 'en' | 'zh'

const print = (line = '') => console.log(line)

function printParagraph(text: string): void {
  for (const line of wrap(text, lineWidth - indent.length)) print(indent + line)
}

export function printIntroduction(title: string, ...paragraphs: readonly string[]): void {
  print()
  print(paint('bold', title))
  print('='.repeat(countCells(title)))
  for (const paragraph of paragraphs) {
    print()
    for (const line of wrap(paragraph, lineWidth)) print(line)
  }
}

export function printScene(number: number, title: string, story: string): void {
  print()
  print(paint('bold', `${number}. ${title}`))
  printParagraph(story)
  print()
}

/** Column widths in cells, wide enough for the longest action and code of the demo. */
const columns = { time: 8, attempt: 3, action: 22, code: 41, decision: 8, reason: 15 } as const
type Row = Readonly<Record<keyof typeof columns, string>> & { readonly wait: string }

const formatRow = (row: Row): string =>
  [
    row.time.padStart(columns.time),
    pad(row.attempt, columns.attempt),
    pad(row.action, columns.action),
    pad(row.code, columns.code),
    pad(row.decision, columns.decision),
    pad(row.reason, columns.reason),
    row.wait,
  ].join('  ')

const header = formatRow({
  time: 'time',
  attempt: 'try',
  action: 'action',
  code: 'code',
  decision: 'decision',
  reason: 'reason',
  wait: 'wait',
})

const decisionStyles = { return: 'green', retry: 'yellow', 'give-up': 'red' } as const

function formatCode({ code, moduleCode, httpStatus }: Attempt): string {
  if (code === undefined) return 'success'
  // A failure without an envelope has only a code of axios, so the HTTP status is shown too.
  if (code.startsWith('ERR_') && httpStatus !== undefined) return `${code} (HTTP ${httpStatus})`
  return moduleCode === undefined ? code : `${code}/${moduleCode}`
}

/** Prints one line for each attempt of a call. Times are relative to `start` (epoch ms). */
export function printTimeline(call: string, attempts: readonly Attempt[], start: number): void {
  print(paint('dim', header))
  for (const [at, attempt] of attempts.entries()) {
    // The backoff, and the time that the next attempt waits in the queue.
    const waitMs = attempt.delayMs + (attempts[at + 1]?.queuedMs ?? 0)
    const row = formatRow({
      time: `${((attempt.startedAt - start) / 1000).toFixed(2)} s`,
      attempt: `${attempt.number}`,
      action: call,
      code: formatCode(attempt),
      decision: attempt.decision,
      reason: attempt.reason,
      wait: attempt.decision === 'retry' ? `${waitMs} ms` : '-',
    })
    print(paint(decisionStyles[attempt.decision], row))
  }
}

export function printSuccess(attempts: readonly Attempt[]): void {
  const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`
  print()
  printParagraph(`The caller got its response after ${tries}, and noticed nothing.`)
}

function printField(name: string, text: string): void {
  const [first = '', ...rest] = wrap(text, lineWidth - 24)
  print(`${indent}  ${paint('cyan', pad(name, 17))}  ${first}`)
  for (const line of rest) print(`${indent}  ${' '.repeat(19)}${line}`)
}

/** Prints the fields of a typed error, by the names of its properties. */
export function printError(error: TencentCloudError, language: Language): void {
  const last = error.attempts.at(-1)
  print()
  print(`${indent}The caller got: ${paint(['red', 'bold'], error.name)}`)
  printField('code', error.code)
  if (error.moduleCode !== undefined) printField('moduleCode', error.moduleCode)
  if (error.httpStatus !== undefined && error.httpStatus !== 200) printField('httpStatus', `${error.httpStatus}`)
  printField('serverMessage', error.serverMessage)
  printField(`meaning.${language}`, error.meaning?.[language] ?? '- (no code of Tencent Cloud came back)')
  printField(`remedy.${language}`, error.remedy?.[language] ?? '-')
  printField('requestId', error.requestId ?? '- (none came back)')
  printField('attempts', `${error.attempts.length}; gave up: ${last?.reason ?? '-'}`)
  printField('mayHaveRun', error.mayHaveRun ? 'true (the service may have executed it)' : 'false (it was not executed)')
  if (error instanceof PartialSuccessError) printField('data', JSON.stringify(error.data))
}

interface ActionCount {
  readonly call: string
  readonly requests: number
  readonly executions: number
}

interface Totals {
  readonly calls: number
  readonly failed: number
  readonly perAction: readonly ActionCount[]
  readonly seconds: number
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export function printSummary({ calls, failed, perAction, seconds }: Totals): void {
  const requests = sum(perAction.map((action) => action.requests))
  const executions = sum(perAction.map((action) => action.executions))
  const outcome = `${calls - failed} succeeded, ${failed} threw a typed error`
  print()
  print(paint('bold', 'Summary'))
  print()
  print(paint('dim', `${indent}${pad('action', 24)}${'requests'.padStart(8)}${'executions'.padStart(12)}`))
  for (const { call, requests: seen, executions: ran } of perAction) {
    print(`${indent}${pad(call, 24)}${`${seen}`.padStart(8)}${`${ran}`.padStart(12)}`)
  }
  print()
  print(`${indent}calls that the program made     ${calls} (${outcome})`)
  print(`${indent}requests that the server saw    ${requests}`)
  print(`${indent}executions (what really ran)    ${executions}; ${describeVerdict(perAction)}`)
  print(`${indent}time                            ${seconds.toFixed(1)} s of waits`)
}

const describeVerdict = (perAction: readonly ActionCount[]): string =>
  perAction.every(({ executions }) => executions <= 1) ? 'no call ran twice' : 'some call ran twice'

export function printPointers(pointers: Readonly<Record<string, string>>): void {
  print()
  print(paint('bold', 'To copy from'))
  for (const [file, subject] of Object.entries(pointers)) print(`${indent}${pad(file, 32)}${subject}`)
  print()
}
