import type { Text } from '../../src/catalog/index.ts'
import { origins } from '../../src/cli/explorer/format.ts'
import { noQuery, searchHref } from '../app/route.ts'
import type { CodeRow } from '../data/rows.ts'
import { duration } from '../text/durations.ts'
import { flagTexts } from '../text/labels.ts'
import { useText } from '../text/language.tsx'
import { ClassName } from '../ui/class-name.tsx'
import { Disposition } from '../ui/disposition.tsx'
import { Fact } from '../ui/fact.tsx'

const shownVersion = (version: string): string => version.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')

/** Describes the source of a row. */
function describeSource({ origin, product, documented }: CodeRow): Text {
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
      <Fact name={t({ en: 'Error class', zh: '异常类' })}>
        <a href={searchHref({ ...noQuery, class: row.class })}>
          <ClassName name={row.class} />
        </a>{' '}
        <span class="note">
          <code>error.kind === '{row.kind}'</code>
        </span>
      </Fact>
      <Fact name={t({ en: 'Disposition', zh: '处置方式' })}>
        <Disposition retry={row.retry} documented={row.documented} />
      </Fact>
      {more.wireText && (
        <Fact name={t({ en: 'Message sent', zh: '返回的信息' })}>
          <code>{more.wireText}</code>
        </Fact>
      )}
      {more.actions && (
        <Fact name={t({ en: 'Only for', zh: '仅限接口' })}>
          <code>{more.actions.join(', ')}</code>
        </Fact>
      )}
      {more.maxAttempts !== undefined && (
        <Fact name={t({ en: 'Attempts', zh: '尝试次数' })}>
          {t({ en: `${more.maxAttempts} at most`, zh: `最多 ${more.maxAttempts} 次` })}
        </Fact>
      )}
      {more.minDelayMs !== undefined && (
        <Fact name={t({ en: 'Waits at least', zh: '至少等待' })}>{duration(more.minDelayMs)}</Fact>
      )}
      {flags.length > 0 && (
        <Fact name={t({ en: 'Official comment', zh: '官方注释' })}>
          {t({ en: 'mentions ', zh: '提到' })}
          {flags.map((flag) => t(flagTexts[flag] ?? { en: flag, zh: flag })).join(t({ en: ', ', zh: '、' }))}
        </Fact>
      )}
      <Fact name={t({ en: 'Source', zh: '来源' })}>{t(describeSource(row))}</Fact>
    </dl>
  )
}
