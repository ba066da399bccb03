// The public entry `axios-tencentcloud/catalog`: the catalog without the client.
export * from './catalog/full/index.ts'
export { explain } from './explain/explain.ts'
export type { Explanation, OtherMeaning, Unexplained } from './explain/explain-code.ts'
export type { Explained, ExplainedFault, ExplainedTerm, ExplainOptions } from './explain/explained.ts'
export type { Place } from './explain/question.ts'
export type { Repeat, Repeatability } from './explain/repeatability.ts'
