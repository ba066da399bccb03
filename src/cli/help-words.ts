import type { Text } from '../catalog/entry.ts'
import type { Language } from './words.ts'

/** The descriptions in the help. */
export const helpWords = {
  explain: {
    en: 'What an error code means: <code>, <service> <code> [module code], or a pasted text',
    zh: '解释错误码：<错误码>、<产品> <错误码> [模块错误码]，或粘贴的文本',
  },
  action: { en: 'The action that was called', zh: '所调用的接口' },
  search: {
    en: 'Codes by number, name, message or description',
    zh: '按数字、名称、报错信息或说明搜索错误码',
  },
  limit: { en: 'Most results (default: 20)', zh: '最多列出多少条（默认 20）' },
  products: { en: 'The products, and how many of their codes are known', zh: '所有产品，以及各收录了多少错误码' },
  explorer: {
    en: 'Serve the error explorer to a browser on this machine, offline',
    zh: '在本机打开错误码浏览器的网页，无需联网',
  },
  port: { en: 'The port to listen on; 0: any (default: 8420)', zh: '监听的端口，0 表示任选（默认 8420）' },
  json: { en: 'Print JSON', zh: '输出 JSON' },
  lang: { en: 'en or zh (default: by the environment)', zh: 'en 或 zh（默认由环境决定）' },
} as const satisfies Readonly<Record<string, Text>>

/** What the parser of the command line says by itself. */
const parserWords: readonly (readonly [english: string, chinese: string])[] = [
  ['Usage', '用法'],
  ['Commands', '命令'],
  ['For more info, run any command with the `--help` flag', '各命令的详细说明'],
  ['Options', '选项'],
  ['Examples', '示例'],
  ['Display this message', '显示本说明'],
]

interface Section {
  title?: string
  body: string
}

const translate = (text: string): string =>
  parserWords.reduce((sentence, [english, chinese]) => sentence.replace(english, chinese), text)

/** The sections of the help in the language of the reader. */
export const translateHelp = (sections: readonly Section[], language: Language): Section[] =>
  sections.map(({ title, body }) =>
    language === 'en'
      ? { ...(title !== undefined && { title }), body }
      : {
          ...(title !== undefined && { title: translate(title) }),
          body: body.replace('Display this message', translate('Display this message')),
        },
  )
