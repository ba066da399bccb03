import { useState } from 'preact/hooks'
import type { Text } from '../../src/catalog/index.ts'
import { useText } from '../text/language.tsx'
import { toAllowed } from './address.ts'
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
  limit: { en: 'Limit per second', zh: '每秒限额' },
  calls: { en: 'Calls', zh: '调用总数' },
  workers: { en: 'Calls at once', zh: '并发数' },
  roundTripMs: { en: 'Round trip (ms)', zh: '往返时间（毫秒）' },
  deadlineMs: { en: 'Deadline (s)', zh: '截止时间（秒）' },
  seed: { en: 'Random seed', zh: '随机种子' },
}

/** Factor from the entered number to the scenario's: the deadline is entered in seconds. */
const findUnit = (name: NumberName): number => (name === 'deadlineMs' ? 1_000 : 1)

/** Not the numbers of the simulation, which come from the seed. */
const drawSeed = (): number => toAllowed('seed', Math.random() * bounds.seed[1])

const names = Object.keys(bounds) as NumberName[]

export function LabForm({ scenario, onRun }: Props) {
  const t = useText()
  const [limiter, setLimiter] = useState(scenario.limiter)
  const run = (event: SubmitEvent) => {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const data = new FormData(event.currentTarget, event.submitter)
    const entered = names.map((name) => [name, toAllowed(name, Number(data.get(name)) * findUnit(name))])
    const settings: Scenario = { ...scenario, ...Object.fromEntries(entered), limiter }
    const seed = data.has('other-seed') ? drawSeed() : settings.seed
    const field = event.currentTarget.elements.namedItem('seed')
    if (field instanceof HTMLInputElement) field.value = String(seed)
    onRun({ ...settings, seed })
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
        <button type="submit" name="other-seed" value="1" class="quiet">
          {t({ en: 'New random seed', zh: '换一个随机种子' })}
        </button>
      </div>
    </form>
  )
}
