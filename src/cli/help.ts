import type { Text } from '../catalog/entry.ts'
import { countColumns, pad, wrap } from './columns.ts'
import type { Style } from './print.ts'

interface Line {
  readonly name: Text
  readonly text: Text
}

interface CommandHelp {
  /** Its arguments. */
  readonly form: Text
  readonly text: Text
  readonly options: readonly Line[]
  readonly examples: readonly string[]
}

const same = (text: string): Text => ({ en: text, zh: text })

const json: Line = { name: same('--json'), text: { en: 'Print JSON', zh: '输出 JSON' } }

const commands = {
  explain: {
    form: { en: 'explain [...code]', zh: 'explain [错误码或文本]' },
    text: {
      en: 'What an error code means: <code>, <service> <code> [module code], or a pasted or piped text',
      zh: '解释错误码：<错误码>、<产品> <错误码> [模块错误码]，或粘贴、通过管道输入的文本',
    },
    options: [
      {
        name: { en: '--action <name>', zh: '--action <接口名>' },
        text: { en: 'The action that was called', zh: '所调用的接口' },
      },
      json,
    ],
    examples: [
      'axios-tencentcloud 4400',
      'axios-tencentcloud explain kms 4420 10250',
      'axios-tencentcloud explain RequestLimitExceeded.UinLimitExceeded',
      'tail -1 app.log | axios-tencentcloud explain',
    ],
  },
  search: {
    form: { en: 'search [...text]', zh: 'search [文本]' },
    text: {
      en: 'Codes by number, name, message or description',
      zh: '按数字、名称、报错信息或说明搜索错误码',
    },
    options: [
      {
        name: { en: '--limit <count>', zh: '--limit <条数>' },
        text: { en: 'Most results (default: 20)', zh: '最多列出的条数（默认 20）' },
      },
      json,
    ],
    examples: ['axios-tencentcloud search disk not attached', 'axios-tencentcloud search 限流 --limit 50'],
  },
  products: {
    form: same('products'),
    text: { en: 'The products, and how many of their codes are known', zh: '列出产品及其已收录的错误码数量' },
    options: [json],
    examples: [],
  },
  explorer: {
    form: same('explorer'),
    text: {
      en: 'Serve the error explorer to a browser on this machine, offline',
      zh: '在本机提供错误码浏览器的网页，无需联网',
    },
    options: [
      {
        name: { en: '--port <number>', zh: '--port <端口>' },
        text: { en: 'The port to listen on; 0: any (default: 8420)', zh: '监听的端口，0 表示任选（默认 8420）' },
      },
    ],
    examples: ['axios-tencentcloud explorer --port 9000'],
  },
} as const satisfies Readonly<Record<string, CommandHelp>>

export type CommandName = keyof typeof commands

export const isCommandName = (name: string | undefined): name is CommandName =>
  name !== undefined && Object.hasOwn(commands, name)

const sharedOptions: readonly Line[] = [
  {
    name: { en: '--lang <language>', zh: '--lang <语言>' },
    text: {
      en: 'en or zh (default: zh if the input has Chinese letters, else by the environment)',
      zh: 'en 或 zh（默认：输入含汉字时用中文，否则取决于环境变量）',
    },
  },
  { name: same('-h, --help'), text: { en: 'Show this help', zh: '显示本帮助' } },
]

const version: Line = { name: same('-v, --version'), text: { en: 'Show the version', zh: '显示版本号' } }

const titles = {
  usage: { en: 'Usage:', zh: '用法：' },
  commands: { en: 'Commands:', zh: '命令：' },
  options: { en: 'Options:', zh: '选项：' },
  examples: { en: 'Examples:', zh: '示例：' },
  more: { en: 'Help of one command:', zh: '查看某个命令的帮助：' },
} as const satisfies Readonly<Record<string, Text>>

/** Prints two columns: names, and their texts beside them. */
function printLines(lines: readonly Line[], { language, columns }: Style): readonly string[] {
  const width = Math.max(...lines.map(({ name }) => countColumns(name[language]))) + 2
  return lines.flatMap(({ name, text }) =>
    wrap(text[language], columns - width - 2).map((line, at) =>
      `  ${pad(at === 0 ? name[language] : '', width)}${line}`.trimEnd(),
    ),
  )
}

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)

/** Prints the help of a command, or of all. */
export function printHelp(name: CommandName | undefined, style: Style): string {
  const { language, columns } = style
  const command: CommandHelp | undefined = name && commands[name]
  const options = command ? [...command.options, ...sharedOptions] : [json, ...sharedOptions, version]
  const form = command ? command.form[language] : { en: '<command> [options]', zh: '<命令> [选项]' }[language]
  const sections: readonly (readonly string[])[] = [
    [titles.usage[language], `  axios-tencentcloud ${form}`],
    command
      ? wrap(command.text[language], columns)
      : [
          titles.commands[language],
          ...printLines(
            Object.values(commands).map((one) => ({ name: one.form, text: one.text })),
            style,
          ),
        ],
    [titles.options[language], ...printLines(options, style)],
    command
      ? command.examples.length > 0
        ? [titles.examples[language], ...indent(command.examples)]
        : []
      : [titles.more[language], ...indent(Object.keys(commands).map((one) => `axios-tencentcloud ${one} --help`))],
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}
