import { useText } from '../text/language.tsx'
import { DetailChart } from './detail-chart.tsx'
import { policies } from './policies.ts'
import { SecondTable } from './second-table.tsx'
import type { Simulation } from './use-simulation.ts'

/** How this package finds the limit: its own run, second by second. */
export function Detail({ simulation: { scenario, runs } }: { readonly simulation: Simulation }) {
  const t = useText()
  const run = runs[policies.findIndex(({ id }) => id === 'here')]
  if (!run) return null
  return (
    <section class="panel detail">
      <h2>{t({ en: 'axios-tencentcloud, second by second', zh: 'axios-tencentcloud 的每一秒' })}</h2>
      <p class="note">
        {t({
          en: 'At first nothing is known of the limit: 20 calls go out, and one more for each that is accepted. The first rejections end that, and what was accepted becomes the learned rate. Single calls find out when the limit opens again. From then on calls are spaced evenly; while calls wait the rate rises by about 2 % a second, and each rejection takes 7 % of it.',
          zh: '起初对限额一无所知：先发 20 个调用，每接受一个就再发一个。直到出现拒绝，已接受的次数就成为学到的速率；再用单个调用试探限额何时重新放开。此后调用均匀发出：有调用在等待时，速率每秒上升约 2%，每次拒绝使它下降 7%。',
        })}
      </p>
      <p class="legend">
        <span class="key-accepted">{t({ en: 'accepted', zh: '接受' })}</span>
        <span class="key-rejected">{t({ en: 'rejected', zh: '拒绝' })}</span>
        <span class="key-learned">{t({ en: 'learned rate', zh: '学到的速率' })}</span>
        <span class="key-limit">{t({ en: 'the limit', zh: '限额' })}</span>
      </p>
      <div class="detail-parts">
        <DetailChart run={run} limit={scenario.limit} />
        <div>
          <SecondTable run={run} />
        </div>
      </div>
    </section>
  )
}
