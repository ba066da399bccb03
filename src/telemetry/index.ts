export type { EventBody, ObservedCall, TencentCloudEvent } from './event.ts'
export { publish } from './publish.ts'
