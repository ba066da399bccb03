export type {
  CallEvent,
  EventBody,
  LearnedLimit,
  LimitEvent,
  LimitEventBody,
  ObservedCall,
  TencentCloudEvent,
} from './event.ts'
export { publish } from './publish.ts'
