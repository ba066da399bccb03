import { useMemo } from 'preact/hooks'
import { dispositions } from '../../src/catalog/index.ts'
import type { Query } from '../app/route.ts'
import { catalog } from '../data/catalog.ts'
import type { ProductInfo } from '../data/rows.ts'
import { chineseClassNames, dispositionNames, dispositionTexts } from '../text/labels.ts'
import { useLanguage, useText } from '../text/language.tsx'
import type { Language } from '../text/preferred-language.ts'
import { Choice } from './choice.tsx'

interface Props {
  readonly query: Query
  readonly onChange: (query: Query) => void
  readonly onClear: () => void
}

const productLabel = ({ service, title }: ProductInfo, language: Language): string => {
  if (service === '*') return title?.[language] ?? service
  return title ? `${service} – ${title[language]}` : service
}

const classes = [...new Set(catalog.rows.map((row) => row.class))].sort()

export function Filters({ query, onChange, onClear }: Props) {
  const t = useText()
  const { language } = useLanguage()
  const productOptions = useMemo(
    () => catalog.products.map((product) => [product.service, productLabel(product, language)] as const),
    [language],
  )
  const classOptions = useMemo(
    () => classes.map((name) => [name, language === 'zh' ? `${chineseClassNames[name]}（${name}）` : name] as const),
    [language],
  )
  const retryOptions = useMemo(
    () =>
      dispositions.map(
        (name) => [name, `${dispositionNames[name][language]} – ${dispositionTexts[name][language]}`] as const,
      ),
    [language],
  )
  const isSet = query.service !== '' || query.class !== '' || query.retry !== ''
  return (
    <div class="filters">
      <Choice
        id="filter-product"
        label={t({ en: 'Product', zh: '产品' })}
        value={query.service}
        options={productOptions}
        onChoose={(service) => onChange({ ...query, service })}
      />
      <Choice
        id="filter-class"
        label={t({ en: 'Error class', zh: '异常类' })}
        value={query.class}
        options={classOptions}
        onChoose={(errorClass) => onChange({ ...query, class: errorClass })}
      />
      <Choice
        id="filter-retry"
        label={t({ en: 'Disposition', zh: '处置方式' })}
        value={query.retry}
        options={retryOptions}
        onChoose={(chosen) => onChange({ ...query, retry: dispositions.find((name) => name === chosen) ?? '' })}
      />
      {isSet && (
        <button type="button" class="quiet" onClick={onClear}>
          {t({ en: 'Clear filters', zh: '清除筛选' })}
        </button>
      )}
    </div>
  )
}
