import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Makes every call of a table, aborts it after its response was handed on, and prints what is wrong: a rejection that
 * nothing handles, by the name of its call, and a body that is not what the server sent.
 */
const program = `
  import { createServer } from 'node:http'
  import { createTencentCloudFetch } from 'axios-tencentcloud/fetch'

  const bodies = {
    'small JSON': ['application/json', '{"code":0}'],
    'large JSON': ['application/json', '{"code":0,"data":"' + 'x'.repeat(200_000) + '"}'],
    'small HTML': ['text/html', '<!doctype html>'],
    'large HTML': ['text/html', '<!doctype html>' + 'x'.repeat(200_000)],
    nothing: ['application/json', ''],
    text: ['text/plain', 'plain words'],
    binary: ['application/octet-stream', 'bytes'],
    endless: ['application/json', undefined],
  }
  const server = createServer(({ url }, response) => {
    const [, body, status] = decodeURI(url).split('/')
    const [type, text] = bodies[body]
    response.writeHead(Number(status), { 'content-type': type, location: '/elsewhere' })
    if (text !== undefined) return response.end(text)
    const timer = setInterval(() => response.write('{"a":[1,'.padEnd(70_000)), 5)
    response.on('close', () => clearInterval(timer))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = 'http://127.0.0.1:' + server.address().port

  const problems = []
  process.on('unhandledRejection', (reason) => problems.push('unhandled: ' + (reason?.message ?? reason)))

  const readings = {
    async read(response, text) {
      if (text === undefined) return response.body.getReader().read()
      if ((await response.text()) !== text) throw new Error('the body is another')
    },
    cancelled: (response) => response.body?.cancel(),
    unread: async () => {},
  }
  const fetches = {
    trusted: createTencentCloudFetch(fetch, { hosts: [origin], retry: false, throwErrors: false, pacing: false }),
    foreign: createTencentCloudFetch(fetch),
  }
  const kept = []
  async function call(body, status, host, reading, tencentCloud) {
    const name = [body, status, host, reading, 'deadlineMs' in tencentCloud ? 'with a deadline' : ''].join(' ')
    const controller = new AbortController()
    try {
      const url = origin + '/' + encodeURI(body) + '/' + status
      const response = await fetches[host](url, { signal: controller.signal, redirect: 'manual', tencentCloud })
      kept.push(response)
      if (response.status !== status || response.url !== url || response.bodyUsed) problems.push('not as fetch: ' + name)
      await readings[reading](response, bodies[body][1])
    } catch (error) {
      problems.push(name + ': ' + error)
    }
    return () => controller.abort(new Error(name))
  }
  for (const body of Object.keys(bodies)) {
    const calls = []
    for (const status of [200, 302, 404, 500])
      for (const host of Object.keys(fetches))
        for (const reading of Object.keys(readings))
          for (const tencentCloud of [{}, { deadlineMs: 60_000 }])
            calls.push(call(body, status, host, reading, tencentCloud))
    for (const abort of await Promise.all(calls)) abort()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  server.closeAllConnections()
  server.close()
  console.log(kept.length + ' responses')
  console.log(problems.join('\\n'))
`

test('no body that its caller leaves, cancels or reads ends the process when the call is aborted afterwards', async () => {
  const options = ['--import', 'tsx', '--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: root, timeout: 110_000 })
  expect(stdout.trim()).toBe('384 responses')
}, 120_000)
