export type { OfficialClient } from './official-client.ts'
export type { SdkCallOptions, SdkOptions } from './options.ts'
export { withCallOptions, withTencentCloud } from './with-tencent-cloud.ts'
