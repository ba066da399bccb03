import { expect, test } from 'vitest'
import { moduleGraph } from '../support/module-graph.ts'

test('the main entry never loads OpenTelemetry, at once or later', async () => {
  const { files, others } = await moduleGraph('src/index.ts')
  expect(files).toContain('src/engine/watch-call.ts')
  expect(others).toContain('axios')
  expect([...files, ...others].filter((path) => /opentelemetry|telemetry\/otel/.test(path))).toEqual([])
})

test('axios-tencentcloud/otel loads nothing but OpenTelemetry’s API, and neither axios nor the main entry', async () => {
  const { files, others } = await moduleGraph('src/telemetry/otel/index.ts')
  expect(others).toEqual(['@opentelemetry/api'])
  expect(files.filter((file) => !file.startsWith('src/telemetry/'))).toEqual([])
})
