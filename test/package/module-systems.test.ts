import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { binaries, runIn } from './project.ts'

const installations = [
  { axios: 'the newest axios', folder: inject('folder') },
  { axios: 'the oldest axios of the peer range', folder: inject('oldestAxiosFolder') },
  { axios: 'a middle one', folder: inject('middleAxiosFolder') },
]

const projects = binaries.flatMap((binary) => {
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim()
  return installations.map((installation) => ({ ...installation, binary, version }))
})

/**
 * What an application does: a throttled call goes through, an internal error of a write is thrown, a call is cancelled, and
 * a host outside Tencent Cloud is not reached.
 */
const drive = `
async function drive(axios) {
  const fake = createFakeTencentCloud()
  const listening = await fake.listen()
  const http = axios.create({ baseURL: listening.urlOf('kms'), proxy: false })
  attachTencentCloud(http, { service: 'kms', retry: { baseDelayMs: 1 } })
  fake.fail('ListKey', faults.legacy(4420, '(10250)qps throttling'))
  fake.fail('CreateKey', faults.legacy(6000, '(10050)server internal error'))
  const call = (Action, options) => http.get('/v2/index.php', { params: { Action }, ...options })
  const response = await call('ListKey')
  const error = await call('CreateKey').catch((e) => e)
  const cancelled = await call('ListKey', { signal: AbortSignal.abort() }).catch((e) => e)
  const strange = await http.get('http://localhost:1/').catch((e) => e)
  await listening.close()
  return [
    response.data.code, attemptsOf(response).length, error instanceof InternalServerError, axios.isAxiosError(error),
    error.meaning.en.length > 0, axios.isCancel(cancelled), axios.isAxiosError(strange),
    error instanceof axios.AxiosError, cancelled instanceof axios.CanceledError, strange instanceof axios.AxiosError
  ].join()
}`
const served = '0,2,true,true,true,true,true'
const driven = `${served},true,true,true`
const names = 'attachTencentCloud, attemptsOf, InternalServerError'

describe.each(projects)('on Node.js $version, with $axios', ({ folder, binary }) => {
  const run = (file: string, content: string, flags: readonly string[] = []): string =>
    runIn(folder, file, content, binary, flags)

  test('the package works from ESM', () => {
    const output = run(
      'app.mjs',
      `import axios from 'axios'
import { ${names} } from 'axios-tencentcloud'
import { createFakeTencentCloud, faults } from 'axios-tencentcloud/testing'
${drive}
console.log(await drive(axios))`,
    )
    expect(output).toBe(driven)
  })

  test('the package works from CommonJS with require()', () => {
    const output = run(
      'app.cjs',
      `const axios = require('axios')
const { ${names} } = require('axios-tencentcloud')
const { createFakeTencentCloud, faults } = require('axios-tencentcloud/testing')
${drive}
drive(axios).then(console.log)`,
    )
    expect(output).toBe(driven)
  })

  test('CommonJS needs neither require() of an ES module nor import()', () => {
    // As Jest loads modules: each is compiled apart, without import(), and none is an ES module.
    const output = run(
      'sandbox.cjs',
      `const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const { dirname } = require('node:path')
const { compileFunction } = require('node:vm')
const loaded = new Map()
function load(path) {
  if (!path.includes('axios-tencentcloud/dist')) return require(path)
  if (loaded.has(path)) return loaded.get(path).exports
  const module = { exports: {} }
  loaded.set(path, module)
  const { resolve } = createRequire(path)
  const names = ['exports', 'require', 'module', '__filename', '__dirname']
  const evaluate = compileFunction(readFileSync(path, 'utf8'), names, { filename: path })
  evaluate(module.exports, (id) => load(resolve(id)), module, path, dirname(path))
  return module.exports
}
const axios = require('axios')
const { ${names} } = load(require.resolve('axios-tencentcloud'))
const { createFakeTencentCloud, faults } = load(require.resolve('axios-tencentcloud/testing'))
${drive}
drive(axios).then((driven) => console.log([driven, loaded.size > 10].join()))`,
      ['--no-experimental-require-module'],
    )
    expect(output).toBe(`${driven},true`)
  })

  test('in one process, the copies of ESM and CommonJS each serve the axios of both', () => {
    const output = run(
      'mixed.cjs',
      `const axios = require('axios')
const { ${names} } = require('axios-tencentcloud')
const { createFakeTencentCloud, faults } = require('axios-tencentcloud/testing')
${drive}
async function mix() {
  const { default: importedAxios } = await import('axios')
  return [importedAxios === axios, await drive(axios), await drive(importedAxios)].join(' ')
}
mix().then(console.log)`,
    )
    // axios itself ships a copy for each, with classes of its own: what this package throws or sends is of the one that it requires.
    expect(output).toBe(`false ${driven} ${served},false,true,false`)
  })

  test.each([
    ['the ESM and the CommonJS copy of the package', './app.cjs'],
    ['two copies that are installed', './other/app.cjs'],
  ])('instanceof and isTencentCloudError hold across %s', (_, from) => {
    const copy = join(folder, 'other/node_modules/axios-tencentcloud')
    mkdirSync(copy, { recursive: true })
    cpSync(join(folder, 'node_modules/axios-tencentcloud'), copy, { recursive: true })
    const output = run(
      'copies.mjs',
      `import axios from 'axios'
import * as here from 'axios-tencentcloud'
import { createRequire } from 'node:module'
const there = createRequire(new URL('${from}', import.meta.url))('axios-tencentcloud')
const catchFrom = ({ attachTencentCloud }) => {
  const data = '{"code":4420,"message":"(10250)qps throttling"}'
  const http = axios.create({ adapter: async (config) => ({ status: 200, statusText: '', headers: {}, config, data }) })
  attachTencentCloud(http, { retry: false })
  return http.get('https://kms.api.qcloud.com/v2/index.php?Action=ListKey').catch((error) => error)
}
const judge = (error, { ThrottlingError, TencentCloudError, InternalServerError, isTencentCloudError }) =>
  [error instanceof ThrottlingError, error instanceof TencentCloudError, isTencentCloudError(error), error instanceof InternalServerError]
console.log([
  here.ThrottlingError !== there.ThrottlingError,
  ...judge(await catchFrom(here), there),
  ...judge(await catchFrom(there), here),
  ...judge(new Error('plain'), here),
].join())`,
    )
    expect(output).toBe('true,true,true,true,false,true,true,true,false,false,false,false,false')
  })
})
