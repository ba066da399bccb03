import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a program to its end, in a process that nothing but its own timers keeps alive. */
async function run(program: string): Promise<string> {
  const code = `
    import axios from 'axios'
    import { attachTencentCloud, attemptsOf } from 'axios-tencentcloud'
    const throttle = '{"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"slow"},"RequestId":"r-1"}}'
    const success = '{"Response":{"RequestId":"r-2"}}'
    let throttles = 2
    const adapter = async (config) => ({
      status: 200, statusText: 'OK', headers: {}, config, data: throttles-- > 0 ? throttle : success,
    })
    const http = axios.create({ adapter, baseURL: 'https://cvm.tencentcloudapi.com' })
    attachTencentCloud(http, { service: 'cvm' })
    const call = () => http.post('/', {}, { headers: { 'X-TC-Action': 'DescribeInstances' } })
    ${program}`
  const options = ['--import', 'tsx', '--input-type=module', '--eval', code]
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: root, timeout: 25_000 })
  return stdout.trim()
}

test('a process lives until the calls that wait for their turn have ended, and no longer', async () => {
  const program = `
    process.on('exit', () => console.log('exit'))
    call().then((response) => {
      console.log(attemptsOf(response).length, 'attempts')
      setImmediate(() => console.log('timers', process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length))
    })`
  expect(await run(program)).toBe('3 attempts\ntimers 0\nexit')
})
