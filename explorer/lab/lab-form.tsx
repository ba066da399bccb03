import { useState } from 'preact/hooks'
import type { Text } from '../../src/catalog/index.ts'
import { useText } from '../text/language.tsx'
import { bounds, type LimiterKind, limiterKinds, type Scenario } from './scenario.ts'

interface Props {
  readonly scenario: Scenario
  readonly onRun: (scenario: Scenario) => void
}

type NumberName = keyof typeof bounds

const limiterTexts: Readonly<Record<LimiterKind, Text>> = {
  fixed: { en: 'Fixed window', zh: '固定窗口' },
  sliding: { en: 'Sliding window', zh: '滑动窗口' },
  bucket: { en: 'Token bucket', zh: '令牌桶' },
}

const numberTexts: Readonly<Record<NumberName, Text>> = {
  limit: { en: 'Limit (per s)', zh: '限额（次/秒）' },
  calls: { en: 'Calls', zh: '调用总数' },
  workers: { en: 'At once', zh: '并发数' },
  roundTripMs: { en: 'Round trip (ms)', zh: '往返时间（毫秒）' },
  deadlineMs: { en: 'Deadline (s)', zh: '截止时间（秒）' },
}

/** Factor from the entered number to the scenario's: the deadline is entered in seconds. */
const findUnit = (name: NumberName): number => (name === 'deadlineMs' ? 1_000 : 1)

const names = Object.keys(bounds) as NumberName[]

export function LabForm({ scenario, onRun }: Props) {
  const t = useText()
  const [limiter, setLimiter] = useState(scenario.limiter)
  const run = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const data = new FormData(event.currentTarget, event.submitter)
    const entered = names.map((name) => {
      const [least, most] = bounds[name]
      const value = Math.round(Number(data.get(name)) * findUnit(name))
      return [name, Math.min(most, Math.max(least, value || least))]
    })
    onRun({ ...scenario, ...Object.fromEntries(entered), limiter, seed: scenario.seed + Number(data.get('dice')) })
  }
  return (
    <form class="panel lab-form" onSubmit={run}>
      <div>
        <label for="lab-limiter">{t({ en: 'Limiter', zh: '限频方式' })}</label>
        <select
          id="lab-limiter"
          value={limiter}
          onChange={({ currentTarget: { value } }) =>
            setLimiter(limiterKinds.find((kind) => kind === value) ?? 'fixed')
          }
        >
          {limiterKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(limiterTexts[kind])}
            </option>
          ))}
        </select>
      </div>
      {names.map((name) => (
        <div key={name}>
          <label for={`lab-${name}`}>{t(numberTexts[name])}</label>
          <input
            id={`lab-${name}`}
            name={name}
            type="number"
            required
            min={bounds[name][0] / findUnit(name)}
            max={bounds[name][1] / findUnit(name)}
            defaultValue={scenario[name] / findUnit(name)}
          />
        </div>
      ))}
      <div class="lab-buttons">
        <button type="submit">{t({ en: 'Run', zh: '运行' })}</button>
        <button type="submit" name="dice" value="1" class="quiet">
          {t({ en: 'New random numbers', zh: '重新随机' })}
        </button>
      </div>
    </form>
  )
}
