import type { Disposition, Text } from '../catalog/entry.ts'
import type { Repeat } from '../request/repeat.ts'

export type Language = keyof Text

const isChinese = (locale: string): boolean => /^zh(?:[-_.@]|$)/i.test(locale)

/** Chinese letters, and none of those that Japanese and Korean mix with them. */
const hasChinese = (text: string): boolean =>
  /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)

/**
 * Chinese or English. Input with Chinese letters is answered in Chinese, whatever the locale is: who writes Chinese reads it,
 * and many machines on which it is written have an English locale or none. Otherwise the first of `LC_ALL`, `LC_MESSAGES` and
 * `LANG` that is set decides (the order of POSIX), else the locale of the machine. Any language but Chinese gives English.
 */
export function chooseLanguage(
  env: Readonly<Record<string, string | undefined>>,
  locale: string,
  input = '',
): Language {
  if (hasChinese(input)) return 'zh'
  return isChinese(env.LC_ALL || env.LC_MESSAGES || env.LANG || locale) ? 'zh' : 'en'
}

/** Each disposition, explained to the user. */
export const dispositionWords: Readonly<Record<Disposition, Text>> = {
  throttle: { en: 'rejected before it ran; try again, slower', zh: '执行前即被拒绝，可放慢后重试' },
  're-sign': {
    en: 'sign again with a new nonce and timestamp, then try again',
    zh: '更换随机数和时间戳，重新签名后重试',
  },
  clock: { en: 'correct the clock, sign again and try once more', zh: '校正时间并重新签名后再试一次' },
  transient: { en: 'a fault that may be temporary; try again', zh: '可能是暂时故障，可重试' },
  busy: {
    en: 'another operation is running; try again after a longer wait',
    zh: '有其他操作正在进行，等待较长时间后重试',
  },
  never: { en: 'sending it again at once fails the same way', zh: '立即原样重发仍会失败' },
}

/** Each kind of call, from the least to the most harmful to repeat. */
export const callWords: Readonly<Record<Repeat, Text>> = {
  read: { en: 'reads (Describe, List, Get ...)', zh: '读取（Describe、List、Get 等）' },
  idempotent: { en: 'idempotent writes (with a ClientToken)', zh: '幂等写入（带 ClientToken）' },
  generate: { en: 'calls to a model (Chat, /chat/completions ...)', zh: '大模型调用（Chat、/chat/completions 等）' },
  overwrite: { en: 'writes that add nothing (Modify, Delete ...)', zh: '不新增资源的写入（Modify、Delete 等）' },
  duplicate: {
    en: 'writes that duplicate or cost (Create, Run, Send ...)',
    zh: '会重复生效或产生费用的写入（Create、Run、Send 等）',
  },
}

export const words = {
  everyProduct: { en: 'any product', zh: '所有产品' },
  meaning: { en: 'meaning', zh: '含义' },
  remedy: { en: 'remedy', zh: '处理' },
  retry: { en: 'retry', zh: '重试' },
  source: { en: 'source', zh: '来源' },
  serverMessage: { en: 'message', zh: '报错信息' },
  input: { en: 'your text', zh: '所给文本' },
  wireText: { en: 'documented', zh: '文档所载' },
  limit: { en: 'limit', zh: '限额' },
  others: { en: 'also in', zh: '另见' },
  repeated: { en: 'may it be repeated?', zh: '能否重发？' },
  no: { en: 'no', zh: '否' },
  once: { en: 'once', zh: '一次' },
  listed: { en: 'listed', zh: '已收录' },
  rule: { en: 'not listed; judged by its name', zh: '未收录，按名称推断' },
  guessed: { en: 'a guess, not documented', zh: '无文档依据，属推测' },
  unknown: { en: 'is in no list, and no rule applies to it.', zh: '不在任何列表中，也没有适用的规则。' },
  unknownHere: { en: 'is not a known code of this product.', zh: '不是该产品已知的错误码。' },
  unknownAlone: {
    en: 'alone says nothing: name the product, or add the module code.',
    zh: '单独出现时无法确定含义：请指明产品，或补上模块错误码。',
  },
  product: { en: 'product', zh: '产品' },
  nearest: { en: 'similar', zh: '相近' },
  byMessage: { en: 'recognised by its message', zh: '按报错信息识别' },
  mayHaveRun: { en: 'ran?', zh: '是否已执行' },
  perhaps: { en: 'perhaps: this cannot be determined', zh: '可能，无法确定' },
  noCode: { en: 'No error code was found in this text.', zh: '这段文本中没有错误码。' },
  trySearch: { en: 'To search for these words:', zh: '要按这些词搜索，请运行：' },
  nothingFound: { en: 'Nothing was found.', zh: '没有找到结果。' },
  colon: { en: ': ', zh: '：' },
  semicolon: { en: '; ', zh: '；' },
  comma: { en: ', ', zh: '、' },
} as const satisfies Readonly<Record<string, Text>>

export const yesTimes = (times: number): Text => ({ en: `yes, at most ${times} times`, zh: `可以，最多 ${times} 次` })

/** Repeats that only the time limits; {@link noteTime} tells which. */
export const yesForTime = (seconds: number): Text => ({
  en: `yes, for up to ${seconds} s`,
  zh: `可以，最多等待 ${seconds} 秒`,
})

export const noteTime = (seconds: number): Text => ({
  en: `${seconds} s from the start of the call: the default of retry.maxRetryTimeMs`,
  zh: `从调用开始算起共 ${seconds} 秒，即 retry.maxRetryTimeMs 的默认值`,
})

export const countMore = (rest: number): Text => ({ en: `… ${rest} more`, zh: `… 另有 ${rest} 项` })

/** Behind the first of a list whose length is told. */
export const andMore = (rest: number): Text => ({ en: ` … and ${rest} more`, zh: ' 等' })

/** The products of a result; their ids follow. */
export const countServices = (count: number): Text => ({ en: `${count} products: `, zh: `${count} 个产品：` })

/** A list was cut: how many of how many, and what shows more. */
export const tellCut = (shown: number, total: number, limit: number): Text => ({
  en: `${shown} of ${total}; --limit ${limit} shows more.`,
  zh: `共 ${total} 条，列出前 ${shown} 条；加 --limit ${limit} 可列出更多。`,
})

/** Which products have the code, and whether they agree; the products follow. */
export const countProducts = (count: number, agreed: boolean): Text => {
  const en = count === 1 ? '1 product has this code' : `${count} products have this code`
  const zh = `有 ${count} 个产品收录该错误码`
  return agreed
    ? {
        en: `${en}; ${count === 1 ? 'it is' : 'all mean the same'}: `,
        zh: `${zh}，含义${count === 1 ? '见' : '一致'}：`,
      }
    : {
        en: `${en}, and the lists differ, so the most careful answer holds: `,
        zh: `${zh}，各列表结论不一，取最谨慎的：`,
      }
}
