import type { SitePage } from './links.ts'

const example = `\`\`\`js
import axios from 'axios'
import { attachTencentCloud, ThrottlingError } from 'axios-tencentcloud'

const http = axios.create({ baseURL: 'https://kms.api.qcloud.com' })
attachTencentCloud(http)

try {
  const response = await http.get('/v2/index.php', { params: { Action: 'ListKey' } })
  console.log(response.data)
} catch (error) {
  if (error instanceof ThrottlingError) console.log(error.code, error.attempts)
  else throw error
}
\`\`\``

const english = `---
layout: home
hero:
  name: axios-tencentcloud
  text: Tencent Cloud, called with axios
  tagline: Typed errors, safe retries, and a pace that the API allows
  actions:
    - { theme: brand, text: Start, link: /guides/wrapping-a-client }
    - { theme: alt, text: Guides, link: /guides/ }
    - { theme: alt, text: API reference, link: /api/main }
features:
  - title: A failure is an error
    details: Tencent Cloud reports most failures with HTTP 200. Here they are thrown, as classes that can be caught.
    link: /guides/errors
  - title: Repeats that do no harm
    details: Reads and idempotent writes are tried again. A RunInstances whose answer was lost is not sent twice.
    link: /guides/retry-rules
  - title: As fast as allowed
    details: The limit is learned from the first throttle, or configured, or shared by all processes through Redis.
    link: /guides/pacing-and-fleets
  - title: Signed at every attempt
    details: With your credentials, your interceptor or your signer. A wrong clock is repaired.
    link: /guides/signing
  - title: 16,000 codes explained
    details: What a code means and what to do, in English and Chinese, in the command, in programs and in the explorer.
    link: /guides/error-codes
  - title: A Tencent Cloud for tests
    details: It fails on command, and tells what was requested from what was executed.
    link: /testing
---

## One line

\`\`\`sh
npm install axios-tencentcloud axios
\`\`\`

${example}
`

const chinese = `---
layout: home
hero:
  name: axios-tencentcloud
  text: 用 axios 调用腾讯云
  tagline: 错误有类型，重试不闯祸，发送速率不超限额
  actions:
    - { theme: brand, text: 开始使用, link: /zh/guides/wrapping-a-client }
    - { theme: alt, text: 全部指南, link: /zh/guides/ }
    - { theme: alt, text: API 参考（英文）, link: /api/main }
features:
  - title: 失败就是错误
    details: 腾讯云的失败大多以 HTTP 200 返回。接入之后，会抛出可以按类捕获的错误。
    link: /zh/guides/errors
  - title: 只做安全的重试
    details: 读操作和幂等的写操作会重试；丢了响应的 RunInstances 绝不会再发一遍。
    link: /zh/guides/retry-rules
  - title: 限额多少，就发多快
    details: 限额可以从第一次限频中学到，可以自行配置，也可以借助 Redis 由多个进程共用。
    link: /zh/guides/pacing-and-fleets
  - title: 每次尝试都重新签名
    details: 用你的密钥、你的拦截器或你的签名函数都行；本机时钟不准会自动校正。
    link: /zh/guides/signing
  - title: 16,000 个错误码的说明
    details: 含义和处理方法，中英文都有；命令行、程序、浏览器页面里都能查。
    link: /zh/guides/error-codes
  - title: 供测试用的腾讯云
    details: 按要求制造故障，并且分清哪些只是请求过，哪些真的执行了。
    link: /zh/testing
---

## 只需一行

\`\`\`sh
npm install axios-tencentcloud axios
\`\`\`

${example}
`

/** The first page of each language. */
export const homePages: readonly SitePage[] = [
  { path: 'index.md', text: english },
  { path: 'zh/index.md', text: chinese },
]
