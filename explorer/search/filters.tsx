import { dispositions, type Text } from '../../src/catalog/index.ts'
import type { Query } from '../app/route.ts'
import { catalog } from '../data/catalog.ts'
import type { ProductInfo } from '../data/rows.ts'
import { useText } from '../text/language.tsx'

interface Props {
  readonly query: Query
  readonly onChange: (query: Query) => void
  readonly onClear: () => void
}

interface ChoiceProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChoose: (value: string) => void
}

function Choice({ id, label, value, options, onChoose }: ChoiceProps) {
  const t = useText()
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t({ en: 'Any', zh: '全部' })}</option>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

const productLabel = ({ service, title }: ProductInfo, t: (text: Text) => string): string => {
  if (service === '*') return title ? t(title) : service
  return title ? `${service} – ${t(title)}` : service
}

const classNames = [...new Set(catalog.rows.map((row) => row.class))].sort()

export function Filters({ query, onChange, onClear }: Props) {
  const t = useText()
  const isSet = query.service !== '' || query.class !== '' || query.retry !== ''
  return (
    <div class="filters">
      <Choice
        id="filter-product"
        label={t({ en: 'Product', zh: '产品' })}
        value={query.service}
        options={catalog.products.map((product) => [product.service, productLabel(product, t)])}
        onChoose={(service) => onChange({ ...query, service })}
      />
      <Choice
        id="filter-class"
        label={t({ en: 'Error class', zh: '异常类' })}
        value={query.class}
        options={classNames.map((name) => [name, name])}
        onChoose={(errorClass) => onChange({ ...query, class: errorClass })}
      />
      <Choice
        id="filter-retry"
        label={t({ en: 'Disposition', zh: '处置方式' })}
        value={query.retry}
        options={dispositions.map((name) => [name, name])}
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
