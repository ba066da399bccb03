export type { Answer, Data, Frame, Outcome, Stream } from './answer.ts'
export type { FakeCredentials } from './credentials.ts'
export type { AnswerData, Execution } from './executor.ts'
export type { FakeTencentCloud } from './fake-tencent-cloud.ts'
export { createFakeTencentCloud } from './fake-tencent-cloud.ts'
export type { Fault, FaultKind, FaultOptions } from './fault.ts'
export type { PendingFaults } from './fault-queues.ts'
export type { Api3FaultOptions, LegacyFaultOptions } from './faults.ts'
export { faults } from './faults.ts'
export type { Latency } from './latencies.ts'
export type {
  FixedWindowOptions,
  InFlightOptions,
  Limit,
  LimitKey,
  LimitKind,
  LimitOptions,
  ModelTokensOptions,
  TokenBucketOptions,
  WindowOptions,
} from './limits/limits.ts'
export { limits } from './limits/limits.ts'
export type { Listening, ListenOptions } from './listen.ts'
export type { LoggedRequest, OutcomeWord } from './log.ts'
export type { Generated, ModelAnswer } from './models/generation.ts'
export type { ModelFaultOptions, StreamFaultOptions } from './models/model-faults.ts'
export type { Protocol } from './models/model-request.ts'
export type { StreamFaultKind } from './models/stream-effect.ts'
export type { MswHttp } from './msw-handlers.ts'
export type { FakeTencentCloudOptions } from './options.ts'
export type { Dialect } from './read-request.ts'
export type { Target } from './target.ts'
