import type { Text } from '../../src/catalog/index.ts'
import { noQuery, searchHref } from '../app/route.ts'
import { origins } from '../data/format.ts'
import type { CodeRow } from '../data/rows.ts'
import { duration } from '../text/durations.ts'
import { dispositionTexts, flagTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { Badge } from '../ui/badge.tsx'

const shownVersion = (version: string): string => version.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

/** Where the row is from. */
function sourceOf({ origin, product, documented }: CodeRow): Text {
  const versions = product.versions.map(shownVersion).join(', ')
  const hand: Text = { en: 'described by hand in this catalog', zh: '本目录手工编写' }
  const listed: Text = {
    en: `listed by the official SDKs of API 3.0 (version ${versions})`,
    zh: `API 3.0 官方 SDK 所列（版本 ${versions}）`,
  }
  if (origin === origins.hand) return hand
  if (origin === origins.both) return { en: `${hand.en}; ${listed.en}`, zh: `${hand.zh}；${listed.zh}` }
  if (documented) return listed
  return {
    en: `${listed.en}; the disposition is a guess from its name`,
    zh: `${listed.zh}；处置方式根据名称推断`,
  }
}

export function CodeFacts({ row }: { readonly row: CodeRow }) {
  const t = useText()
  const { more, flags } = row
  return (
    <dl class="facts">
      <dt>{t({ en: 'Error class', zh: '异常类' })}</dt>
      <dd>
        <a href={searchHref({ ...noQuery, class: row.class })}>
          <code>{row.class}</code>
        </a>{' '}
        <span class="note">
          kind <code>{row.kind}</code>
        </span>
      </dd>
      <dt>{t({ en: 'Disposition', zh: '处置方式' })}</dt>
      <dd>
        <Badge retry={row.retry} /> {t(dispositionTexts[row.retry])}
      </dd>
      {more.wireText && (
        <>
          <dt>{t({ en: 'Message sent', zh: '返回的信息' })}</dt>
          <dd>
            <code>{more.wireText}</code>
          </dd>
        </>
      )}
      {more.actions && (
        <>
          <dt>{t({ en: 'Only for', zh: '仅限接口' })}</dt>
          <dd>
            <code>{more.actions.join(', ')}</code>
          </dd>
        </>
      )}
      {more.maxAttempts !== undefined && (
        <>
          <dt>{t({ en: 'Attempts', zh: '尝试次数' })}</dt>
          <dd>{t({ en: `${more.maxAttempts} at most`, zh: `最多 ${more.maxAttempts} 次` })}</dd>
        </>
      )}
      {more.minDelayMs !== undefined && (
        <>
          <dt>{t({ en: 'Waits at least', zh: '至少等待' })}</dt>
          <dd>{duration(more.minDelayMs)}</dd>
        </>
      )}
      {flags.length > 0 && (
        <>
          <dt>{t({ en: 'Official comment', zh: '官方注释' })}</dt>
          <dd>
            {t({ en: 'mentions ', zh: '提到' })}
            {flags.map((flag) => t(flagTexts[flag] ?? { en: flag, zh: flag })).join(t({ en: ', ', zh: '、' }))}
          </dd>
        </>
      )}
      <dt>{t({ en: 'Source', zh: '来源' })}</dt>
      <dd>{t(sourceOf(row))}</dd>
    </dl>
  )
}
