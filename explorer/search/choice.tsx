import { useMemo } from 'preact/hooks'
import { useText } from '../text/language.tsx'

interface Props {
  readonly id: string
  readonly label: string
  readonly value: string
  /** Pass the same array while the options are the same, so that they are not rendered again. */
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChoose: (value: string) => void
}

/** A filter with a list of options. */
export function Choice({ id, label, value, options, onChoose }: Props) {
  const t = useText()
  const shown = useMemo(
    () =>
      options.map(([option, text]) => (
        <option key={option} value={option}>
          {text}
        </option>
      )),
    [options],
  )
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t({ en: 'Any', zh: '全部' })}</option>
        {shown}
      </select>
    </div>
  )
}
