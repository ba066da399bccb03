import { catalog } from '../data/catalog.ts'
import { useText } from '../text/language.tsx'
import type { Call } from './explain.ts'
import { samples } from './samples.ts'

/** The form fields, as typed. */
export interface Pasted {
  readonly text: string
  readonly service: string
  readonly action: string
  readonly status: string
  readonly clientToken: boolean
}

interface Props {
  readonly pasted: Pasted
  /** The call, with the values found in the text. */
  readonly call: Call
  readonly onChange: (pasted: Pasted) => void
}

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly hint: string
  readonly list?: string
  readonly numeric?: boolean
  readonly onInput: (value: string) => void
}

function Field({ id, label, value, hint, list, numeric, onInput }: FieldProps) {
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        id={id}
        value={value}
        placeholder={hint}
        list={list}
        inputMode={numeric ? 'numeric' : 'text'}
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  )
}

export function PasteForm({ pasted, call, onChange }: Props) {
  const t = useText()
  const optional = t({ en: 'optional', zh: '可选' })
  return (
    <section class="panel paste-form">
      <label for="paste-text">{t({ en: 'Response or log line', zh: '响应或日志' })}</label>
      <textarea
        id="paste-text"
        rows={6}
        spellcheck={false}
        autoComplete="off"
        value={pasted.text}
        onInput={(event) => onChange({ ...pasted, text: event.currentTarget.value })}
      />
      <p class="examples">
        {t({ en: 'Try', zh: '试试' })}
        {samples.map(({ name, text, service, action }) => (
          <button
            key={name.en}
            type="button"
            class="chip"
            onClick={() => onChange({ ...pasted, text, service, action, status: '' })}
          >
            {t(name)}
          </button>
        ))}
      </p>
      <div class="paste-fields">
        <Field
          id="paste-service"
          label={t({ en: 'Service', zh: '产品' })}
          value={pasted.service}
          hint={pasted.service === '' && call.service !== '' ? call.service : optional}
          list="services"
          onInput={(service) => onChange({ ...pasted, service })}
        />
        <Field
          id="paste-action"
          label={t({ en: 'Action', zh: '接口' })}
          value={pasted.action}
          hint={pasted.action === '' && call.action !== '' ? call.action : optional}
          onInput={(action) => onChange({ ...pasted, action })}
        />
        <Field
          id="paste-status"
          label={t({ en: 'HTTP status', zh: 'HTTP 状态码' })}
          value={pasted.status}
          hint={optional}
          numeric
          onInput={(status) => onChange({ ...pasted, status })}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={pasted.clientToken}
            onChange={(event) => onChange({ ...pasted, clientToken: event.currentTarget.checked })}
          />
          {t({ en: 'with a ClientToken', zh: '带 ClientToken' })}
        </label>
      </div>
      <datalist id="services">
        {catalog.products.map(({ service }) => service !== '*' && <option key={service} value={service} />)}
      </datalist>
    </section>
  )
}
