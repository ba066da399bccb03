import type { Text } from '../entry.ts'
import type { DocumentedLimit } from './limits.ts'

const periods = [
  { seconds: 86_400, en: 'day', zh: '天' },
  { seconds: 3_600, en: 'hour', zh: '小时' },
  { seconds: 60, en: 'minute', zh: '分钟' },
  { seconds: 1, en: 'second', zh: '秒' },
] as const

/** Describes a period: `per second`, `每秒`. */
function describePeriod(length: number): Text {
  const { seconds, en, zh } = periods.find((period) => length % period.seconds === 0) ?? periods[3]
  const count = length / seconds
  return count === 1 ? { en: `per ${en}`, zh: `每${zh}` } : { en: `per ${count} ${en}s`, zh: `每 ${count} ${zh}` }
}

/** Describes a documented limit and its source in one line: `requests: 2 per second per account (…)`. */
export function describeDocumentedLimit(documented: DocumentedLimit): Text {
  const { limit, periodSeconds, unit, scope, note, source } = documented
  const period = periodSeconds === undefined ? undefined : describePeriod(periodSeconds)
  const en = [limit.toLocaleString('en-US'), period?.en, scope.en].filter((part) => part).join(' ')
  return {
    en: `${unit.en}: ${en}${note ? `; ${note.en}` : ''} (${source.en})`,
    zh: `${period ? `${period.zh} ` : ''}${limit} ${unit.zh}，${scope.zh}；${note ? `${note.zh}；` : ''}来源：${source.zh}`,
  }
}
