import type { Text } from '../../catalog/entry.ts'

export const noPage: Text = {
  en: 'This copy of the package does not contain the explorer.',
  zh: '这份软件包不含错误码浏览器。',
}

export const servingAt = (url: string): Text => ({
  en: `The error explorer is at ${url} (Ctrl-C ends it).`,
  zh: `错误码浏览器：${url} （按 Ctrl-C 结束）`,
})

/** Why a port cannot be listened on, by the code of the system; undefined for other failures. */
export function describePortFailure(code: string, port: number): Text | undefined {
  const advice = {
    en: 'Choose another one with --port, or any free one with --port 0.',
    zh: '请用 --port 换一个，或用 --port 0 任选空闲端口。',
  }
  if (code === 'EADDRINUSE') {
    return { en: `Port ${port} is taken by another program. ${advice.en}`, zh: `端口 ${port} 已被占用。${advice.zh}` }
  }
  if (code === 'EACCES') {
    return { en: `Port ${port} may not be used. ${advice.en}`, zh: `没有权限使用端口 ${port}。${advice.zh}` }
  }
  return undefined
}
