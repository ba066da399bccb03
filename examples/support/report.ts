// Prints the results of the demo. Not needed to use the library.
import { type Attempt, PartialSuccessError, type TencentCloudError } from 'axios-tencentcloud'
import { countCells, pad, paint, wrap } from './terminal.ts'

export type Language = 'en' | 'zh'

/** A text in both languages. */
export type Text = Readonly<Record<Language, string>>

const widest = 116

/** The width of the terminal; where there is none, that of `COLUMNS`, else wide enough for every line. */
const lineWidth = Math.min(widest, process.stdout.columns ?? (Number(process.env.COLUMNS) || widest))
const indent = '   '

const words = {
  time: { en: 'time', zh: '时间' },
  attempt: { en: 'try', zh: '次' },
  action: { en: 'action', zh: '接口' },
  code: { en: 'code', zh: '错误码' },
  decision: { en: 'decision', zh: '决定' },
  reason: { en: 'reason', zh: '原因' },
  wait: { en: 'wait', zh: '等待' },
  success: { en: 'success', zh: '成功' },
  return: { en: 'return', zh: '返回' },
  retry: { en: 'retry', zh: '重试' },
  'give-up': { en: 'give-up', zh: '放弃' },
  got: { en: 'The caller got: ', zh: '调用方得到：' },
  noCode: { en: '- (no code of Tencent Cloud came back)', zh: '-（没有返回腾讯云的错误码）' },
  noId: { en: '- (none came back)', zh: '-（没有返回）' },
  gaveUp: { en: 'gave up: ', zh: '放弃原因：' },
  mayHaveRun: { en: 'true (the service may have executed it)', zh: 'true（服务端可能已经执行）' },
  didNotRun: { en: 'false (it was not executed)', zh: 'false（没有执行）' },
  summary: { en: 'Summary', zh: '小结' },
  requests: { en: 'requests', zh: '请求' },
  executions: { en: 'executions', zh: '执行' },
  calls: { en: 'calls that the program made', zh: '程序发起的调用' },
  seen: { en: 'requests that the server saw', zh: '服务器收到的请求' },
  ran: { en: 'executions (what really ran)', zh: '实际执行的次数' },
  once: { en: 'no call ran twice', zh: '没有调用执行两次' },
  twice: { en: 'some call ran twice', zh: '有调用执行了两次' },
  separator: { en: '; ', zh: '；' },
  pointers: { en: 'To copy from', zh: '可以参考' },
} as const satisfies Readonly<Record<string, Text>>

const print = (line = '') => console.log(line)

function printParagraph(text: string): void {
  for (const line of wrap(text, lineWidth - indent.length)) print(indent + line)
}

export function printIntroduction(language: Language, title: Text, ...paragraphs: readonly Text[]): void {
  print()
  print(paint('bold', title[language]))
  print('='.repeat(countCells(title[language])))
  for (const paragraph of paragraphs) {
    print()
    for (const line of wrap(paragraph[language], lineWidth)) print(line)
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

const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - countCells(text))) + text

/** One line, or two where the terminal is too narrow for all columns. */
function formatRow(row: Row): string {
  const head = [padStart(row.time, columns.time), pad(row.attempt, columns.attempt), pad(row.action, columns.action)]
  const tail = [pad(row.decision, columns.decision), pad(row.reason, columns.reason), row.wait]
  if (lineWidth >= widest) return [...head, pad(row.code, columns.code), ...tail].join('  ')
  return `${[...head, row.code].join('  ')}\n${' '.repeat(columns.time + columns.attempt + 4)}${tail.join('  ')}`
}

const formatHeader = (language: Language): string =>
  formatRow({
    time: words.time[language],
    attempt: words.attempt[language],
    action: words.action[language],
    code: words.code[language],
    decision: words.decision[language],
    reason: words.reason[language],
    wait: words.wait[language],
  })

const decisionStyles = { return: 'green', retry: 'yellow', 'give-up': 'red' } as const

function formatCode({ code, moduleCode, httpStatus }: Attempt, language: Language): string {
  if (code === undefined) return words.success[language]
  // A failure without an envelope has only a code of axios, so the HTTP status is shown too.
  if (code.startsWith('ERR_') && httpStatus !== undefined) return `${code} (HTTP ${httpStatus})`
  return moduleCode === undefined ? code : `${code}/${moduleCode}`
}

/** Prints one entry for each attempt of a call. Times are relative to `start` (epoch ms). */
export function printTimeline(call: string, attempts: readonly Attempt[], start: number, language: Language): void {
  print(paint('dim', formatHeader(language)))
  for (const [at, attempt] of attempts.entries()) {
    // The backoff, and the time that the next attempt waits in the queue.
    const waitMs = attempt.delayMs + (attempts[at + 1]?.queuedMs ?? 0)
    const row = formatRow({
      time: `${((attempt.startedAt - start) / 1000).toFixed(2)} s`,
      attempt: `${attempt.number}`,
      action: call,
      code: formatCode(attempt, language),
      decision: words[attempt.decision][language],
      reason: attempt.reason === 'success' ? words.success[language] : attempt.reason,
      wait: attempt.decision === 'retry' ? `${waitMs} ms` : '-',
    })
    print(paint(decisionStyles[attempt.decision], row))
  }
}

export function printSuccess(attempts: readonly Attempt[], language: Language): void {
  const tries = attempts.length === 1 ? '1 attempt' : `${attempts.length} attempts`
  const text: Text = {
    en: `The caller got its response after ${tries}, and noticed nothing.`,
    zh: `调用方在 ${attempts.length} 次尝试后得到响应，毫无察觉。`,
  }
  print()
  printParagraph(text[language])
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
  print(`${indent}${words.got[language]}${paint(['red', 'bold'], error.name)}`)
  printField('code', error.code)
  if (error.moduleCode !== undefined) printField('moduleCode', error.moduleCode)
  if (error.httpStatus !== undefined && error.httpStatus !== 200) printField('httpStatus', `${error.httpStatus}`)
  printField('serverMessage', error.serverMessage)
  printField(`meaning.${language}`, error.meaning?.[language] ?? words.noCode[language])
  printField(`remedy.${language}`, error.remedy?.[language] ?? '-')
  printField('requestId', error.requestId ?? words.noId[language])
  printField('attempts', `${error.attempts.length}; ${words.gaveUp[language]}${last?.reason ?? '-'}`)
  printField('mayHaveRun', words[error.mayHaveRun ? 'mayHaveRun' : 'didNotRun'][language])
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

/** A line of the summary: what was counted, and how much. */
function printCount(name: string, text: string): void {
  print(`${indent}${pad(name, 30)}  ${text}`)
}

export function printSummary({ calls, failed, perAction, seconds }: Totals, language: Language): void {
  const requests = sum(perAction.map((action) => action.requests))
  const executions = sum(perAction.map((action) => action.executions))
  const outcome: Text = {
    en: `${calls} (${calls - failed} succeeded, ${failed} threw a typed error)`,
    zh: `${calls}（${calls - failed} 次成功，${failed} 次抛出带类型的错误）`,
  }
  const took: Text = { en: `${seconds.toFixed(1)} s of waits`, zh: `共等待 ${seconds.toFixed(1)} 秒` }
  print()
  print(paint('bold', words.summary[language]))
  print()
  const heads = [padStart(words.requests[language], 8), padStart(words.executions[language], 12)]
  print(paint('dim', `${indent}${pad(words.action[language], 24)}${heads.join('')}`))
  for (const { call, requests: seen, executions: ran } of perAction) {
    print(`${indent}${pad(call, 24)}${`${seen}`.padStart(8)}${`${ran}`.padStart(12)}`)
  }
  print()
  printCount(words.calls[language], outcome[language])
  printCount(words.seen[language], `${requests}`)
  printCount(words.ran[language], `${executions}${words.separator[language]}${describeVerdict(perAction)[language]}`)
  printCount(words.time[language], took[language])
}

const describeVerdict = (perAction: readonly ActionCount[]): Text =>
  words[perAction.every(({ executions }) => executions <= 1) ? 'once' : 'twice']

export function printPointers(pointers: Readonly<Record<string, Text>>, language: Language): void {
  print()
  print(paint('bold', words.pointers[language]))
  for (const [file, subject] of Object.entries(pointers)) {
    const [first = '', ...rest] = wrap(subject[language], lineWidth - 35)
    print(`${indent}${pad(file, 32)}${first}`)
    for (const line of rest) print(`${indent}${' '.repeat(32)}${line}`)
  }
  print()
}
