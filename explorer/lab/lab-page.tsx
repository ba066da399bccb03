import { useEffect, useState } from 'preact/hooks'
import type { Text } from '../../src/catalog/index.ts'
import { useTitle } from '../app/use-title.ts'
import { useText } from '../text/language.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { labHref } from './address.ts'
import { Detail } from './detail.tsx'
import { LabForm } from './lab-form.tsx'
import { LabTable } from './lab-table.tsx'
import { Panels } from './panels.tsx'
import { PlaybackBar } from './playback-bar.tsx'
import { policies } from './policies.ts'
import { burst, defaultScenario, pool, type Scenario } from './scenario.ts'
import { usePlayback } from './use-playback.ts'
import { useSimulation } from './use-simulation.ts'

const examples: readonly { readonly name: Text; readonly scenario: Scenario }[] = [
  { name: { en: '500 calls at once, 20 per second', zh: '500 个并发调用，每秒 20 次' }, scenario: defaultScenario },
  { name: { en: 'A burst: 100 calls, 20 per second', zh: '突发：100 个调用，每秒 20 次' }, scenario: burst },
  { name: { en: '20 workers and a token bucket', zh: '20 个并发，令牌桶' }, scenario: pool },
]

/** The run that is shown; its address reproduces it. */
function useScenario(asked: Scenario): readonly [Scenario, (scenario: Scenario) => void] {
  const [scenario, setScenario] = useState(asked)
  useEffect(() => setScenario(asked), [asked])
  const run = (next: Scenario) => {
    history.replaceState(history.state, '', labHref(next))
    setScenario(next)
  }
  return [scenario, run]
}

/** @param asked the settings of the address */
export function LabPage({ asked }: { readonly asked: Scenario }) {
  const t = useText()
  const [scenario, run] = useScenario(asked)
  const simulation = useSimulation(scenario)
  const isCurrent = simulation.isDone && simulation.scenario === scenario
  const endMs = simulation.isDone ? Math.max(...simulation.runs.map((one) => one.endMs)) : 0
  const playback = usePlayback(simulation.isDone ? simulation.runs : undefined, endMs)
  useTitle(t({ en: 'Retry lab', zh: '重试实验室' }))
  return (
    <>
      <h1 tabIndex={-1}>{t({ en: 'Retry lab', zh: '重试实验室' })}</h1>
      <p class="note">
        {t({
          en: 'An API that throttles, and five ways to handle its limit. There is no real waiting: time is virtual, and the first row runs this package’s own decision and pacing code. No policy knows the limit.',
          zh: '一个会限频的 API，五种应对方式。无需真实等待：时间是虚拟的，第一行运行的是本软件包自身的决策与限速代码。各策略均不知道限额。',
        })}
      </p>
      <p class="examples">
        {t({ en: 'For example', zh: '例如' })}{' '}
        {examples.map((example) => (
          <a key={example.name.en} class="chip" href={labHref(example.scenario)}>
            {t(example.name)}
          </a>
        ))}
      </p>
      {/* The fields are filled anew when the address changes, not after each run. */}
      <LabForm key={labHref(asked)} scenario={scenario} onRun={run} />
      <div class="lab-status">
        <p role="status" class="note">
          {isCurrent
            ? t({ en: 'The simulation is complete.', zh: '模拟完成。' })
            : t({
                en: `Simulating: ${simulation.isDone ? 0 : simulation.runs.length} of ${policies.length} …`,
                zh: `模拟中：${simulation.isDone ? 0 : simulation.runs.length} / ${policies.length}……`,
              })}
        </p>
        <CopyButton label={t({ en: 'Copy a link to this run', zh: '复制本次运行的链接' })} text={() => location.href} />
      </div>
      {simulation.isDone && (
        <div class="lab-results" data-current={isCurrent}>
          <LabTable simulation={simulation} />
          <section class="panel">
            <h2>{t({ en: 'Requests over time', zh: '请求随时间的变化' })}</h2>
            <PlaybackBar playback={playback} endMs={endMs} />
            <Panels simulation={simulation} endMs={endMs} now={playback.now} />
          </section>
          <Detail simulation={simulation} />
        </div>
      )}
    </>
  )
}
