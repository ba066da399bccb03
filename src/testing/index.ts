export type { Answer, Data, Outcome } from './answer.ts'
export type { FakeCredentials } from './credentials.ts'
export type { AnswerData, Execution } from './executor.ts'
export type { FakeTencentCloud } from './fake-tencent-cloud.ts'
export { createFakeTencentCloud } from './fake-tencent-cloud.ts'
export type { PendingFaults } from './fault-queues.ts'
export type { Api3FaultOptions, Fault, FaultKind, FaultOptions, LegacyFaultOptions } from './faults.ts'
export { faults } from './faults.ts'
export type { Latency } from './latencies.ts'
export type {
  FixedWindowOptions,
  InFlightOptions,
  Limit,
  LimitKey,
  LimitKind,
  LimitOptions,
  TokenBucketOptions,
  WindowOptions,
} from './limits/limits.ts'
export { limits } from './limits/limits.ts'
export type { Listening, ListenOptions } from './listen.ts'
export type { LoggedRequest, OutcomeWord } from './log.ts'
export type { MswHttp } from './msw-handlers.ts'
export type { FakeTencentCloudOptions } from './options.ts'
export type { Dialect } from './read-request.ts'
export type { Target } from './target.ts'
