import type { Text } from '../entry.ts'

/** What helps, by what a form of names says. */
export const remedies = {
  choose: {
    en: "See the product's API documentation for what is supported.",
    zh: '请查阅该产品的 API 文档，确认支持的范围。',
  },
  enough: { en: 'Provide more of it, or ask for less.', zh: '请补足后再试，或减少所需的量。' },
  find: {
    en: 'Check the name or ID, the region and the account; it may have been deleted.',
    zh: '请核对名称或 ID、地域和账号，对象也可能已被删除。',
  },
  form: { en: "Correct the form; the product's API documentation shows it.", zh: '请按该产品 API 文档中的格式修改。' },
  free: { en: 'Release it where it is in use first, or use another one.', zh: '请先在使用处释放，或改用其他对象。' },
  again: {
    en: 'Try again later; if it persists, contact support with the RequestId.',
    zh: '请稍后重试；如持续出现，请携带 RequestId 联系技术支持。',
  },
  later: { en: 'Wait until that is over, and try again.', zh: '请等待其结束后再试。' },
  match: { en: 'Use values that belong together.', zh: '请使用相互匹配的取值。' },
  other: {
    en: 'Choose another zone, type or size, or wait for new stock.',
    zh: '请更换可用区、类型或规格，或等待补货。',
  },
  permit: { en: 'Have the permission granted in CAM.', zh: '请在访问管理（CAM）中授予所需权限。' },
  quota: {
    en: 'Delete what is no longer needed, or ask for a higher quota.',
    zh: '请删除不再需要的对象，或申请提高配额。',
  },
  range: { en: 'Use a value within the documented range.', zh: '请使用文档所述范围内的取值。' },
  rename: { en: 'Use another name or value, or use what is there.', zh: '请更换名称或取值，或直接使用已有的对象。' },
  set: { en: 'Provide it in the request.', zh: '请在请求中提供该内容。' },
  shorten: { en: 'Make it smaller, or split the request.', zh: '请缩减内容，或拆分请求。' },
  slower: { en: 'Call less often.', zh: '请降低调用频率。' },
  state: { en: 'Wait for that state, or bring it about first.', zh: '请等待或先使其处于所需的状态。' },
  value: {
    en: "Correct the value; the product's API documentation says which are allowed.",
    zh: '请修正取值，允许的取值见该产品的 API 文档。',
  },
} as const satisfies Readonly<Record<string, Text>>

export type Remedy = keyof typeof remedies
