import { useState } from 'preact/hooks'
import { useTitle } from '../app/use-title.ts'
import { useText } from '../text/language.tsx'
import { LabForm } from './lab-form.tsx'
import { LabTable } from './lab-table.tsx'
import { Panels } from './panels.tsx'
import { PlaybackBar } from './playback-bar.tsx'
import { policies } from './policies.ts'
import { defaultScenario } from './scenario.ts'
import { usePlayback } from './use-playback.ts'
import { useSimulation } from './use-simulation.ts'

export function LabPage() {
  const t = useText()
  const [scenario, setScenario] = useState(defaultScenario)
  const simulation = useSimulation(scenario)
  const isCurrent = simulation.isDone && simulation.scenario === scenario
  const endMs = simulation.isDone ? Math.max(...simulation.runs.map((run) => run.endMs)) : 0
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
      <LabForm scenario={scenario} onRun={setScenario} />
      <p role="status" class="note lab-status">
        {isCurrent
          ? t({ en: 'The simulation is complete.', zh: '模拟完成。' })
          : t({
              en: `Simulating: ${simulation.isDone ? 0 : simulation.runs.length} of ${policies.length} …`,
              zh: `模拟中：${simulation.isDone ? 0 : simulation.runs.length} / ${policies.length}……`,
            })}
      </p>
      {simulation.isDone && (
        <div class="lab-results" data-current={isCurrent}>
          <LabTable simulation={simulation} />
          <section class="panel">
            <h2>{t({ en: 'Requests over time', zh: '请求随时间的变化' })}</h2>
            <PlaybackBar playback={playback} endMs={endMs} />
            <Panels simulation={simulation} endMs={endMs} now={playback.now} />
          </section>
        </div>
      )}
    </>
  )
}
