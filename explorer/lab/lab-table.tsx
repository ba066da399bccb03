import { duration } from '../text/durations.ts'
import { useText } from '../text/language.tsx'
import { measure } from './measures.ts'
import { policies } from './policies.ts'
import { idealMs } from './scenario.ts'
import type { Simulation } from './use-simulation.ts'

const times = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(2)} ×`)
const wait = (value: number | undefined): string => (value === undefined ? '–' : duration(value))

/** The measures of all runs. */
export function LabTable({ simulation: { scenario, runs } }: { readonly simulation: Simulation }) {
  const t = useText()
  const ideal = duration(idealMs(scenario))
  return (
    <section class="panel">
      <h2>{t({ en: 'Result', zh: '结果' })}</h2>
      <table class="lab-table">
        <thead>
          <tr>
            <th scope="col">{t({ en: 'Policy', zh: '策略' })}</th>
            <th scope="col">{t({ en: 'Time ÷ ideal', zh: '耗时 ÷ 理想' })}</th>
            <th scope="col">{t({ en: 'Requests ÷ success', zh: '请求 ÷ 成功' })}</th>
            <th scope="col">{t({ en: 'Failed', zh: '失败' })}</th>
            <th scope="col">{t({ en: 'Wait, p50', zh: '等待 p50' })}</th>
            <th scope="col">{t({ en: 'Wait, p99', zh: '等待 p99' })}</th>
          </tr>
        </thead>
        <tbody>
          {policies.map((policy, at) => {
            const run = runs[at]
            if (!run) return null
            const { time, requests, failed, p50, p99 } = measure(scenario, run)
            return (
              <tr key={policy.id} data-policy={policy.id}>
                <th scope="row">
                  {t(policy.name)}
                  <small>{t(policy.note)}</small>
                </th>
                <td data-measure="time">{times(time)}</td>
                <td data-measure="requests">{times(requests)}</td>
                <td data-measure="failed" class={failed > 0 ? 'bad' : ''}>
                  {failed}
                </td>
                <td>{wait(p50)}</td>
                <td>{wait(p99)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p class="note">
        {t({
          en: `Ideal: ${ideal}, the time of a client that knows the limiter’s state. No time is given if calls failed, because giving up is quick. Waits are those of calls that succeeded. Every policy has the same deadline per call.`,
          zh: `理想耗时：${ideal}，即完全了解限频器状态的客户端所需时间。有调用失败时不给出耗时，因为放弃很快。等待时间仅统计成功的调用。各策略的单次调用截止时间相同。`,
        })}
      </p>
    </section>
  )
}
