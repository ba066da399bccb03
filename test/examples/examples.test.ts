import { describe, expect, test } from 'vitest'
import { countCells } from '../../examples/support/terminal.ts'
import { hasRedis } from '../support/redis-server.ts'
import { type Run, runExample, runExampleAt } from './run-example.ts'

const demo = runExample('demo.ts')
const demoInChinese = runExample('demo.ts', 'zh')
const existingClient = runExample('existing-client.ts')
const catchByClass = runExample('catch-by-class.ts')
const customSigner = runExample('custom-signer.ts')
const officialCredentials = runExample('official-credentials.ts')
const scfHandler = runExample('scf-handler.ts')
const edgeWorker = runExample('edge-worker.ts')
const batchJob = runExample('batch-job.ts', '600')
const expressService = hasRedis ? runExample('express-service.ts') : undefined
const officialSdk = runExample('official-sdk.ts')
const chatService = runExample('chat-service.ts')

/** A limit against hanging: the processes of all examples, two at a time, take about 20 s. */
const timeoutMs = 120_000

/** The columns of a timeline's lines about an action, without its times and waits. */
const timelineOf = (stdout: string, action: string) =>
  stdout
    .split('\n')
    .filter((line) => /^ +\d+\.\d\d s /.test(line) && line.includes(` ${action} `))
    .map((line) => line.trim().split(/ {2,}/).slice(1, 6))

/** The part of the demo's output about one scene. */
const sceneOf = (stdout: string, title: string): string => {
  const from = stdout.slice(stdout.indexOf(title))
  return from.slice(0, from.search(/\n(?:\d\. |Summary)/))
}

const examples: readonly (readonly [file: string, run: Promise<Run>])[] = [
  ['demo.ts', demo],
  ['demo.ts zh', demoInChinese],
  ['existing-client.ts', existingClient],
  ['catch-by-class.ts', catchByClass],
  ['custom-signer.ts', customSigner],
  ['official-credentials.ts', officialCredentials],
  ['scf-handler.ts', scfHandler],
  ['edge-worker.ts', edgeWorker],
  ['batch-job.ts', batchJob],
  ...(expressService ? ([['express-service.ts', expressService]] as const) : []),
  ['official-sdk.ts', officialSdk],
  ['chat-service.ts', chatService],
]

test.concurrent.each(examples)(
  '%s ends by itself, without an error or a warning',
  async (_name, run) => {
    expect(await run).toMatchObject({ exitCode: 0, stderr: '' })
  },
  timeoutMs,
)

describe('the demo', { timeout: timeoutMs }, () => {
  const throttled = (number: string) => [number, 'kms Encrypt', '4420/10250', 'retry', 'throttled']
  const badGateway = (number: string, decision: string, reason: string) => [
    number,
    'cvm DescribeImages',
    'ERR_BAD_RESPONSE (HTTP 502)',
    decision,
    reason,
  ]

  test.concurrent.each([
    ['Encrypt', [throttled('1'), throttled('2'), ['3', 'kms Encrypt', 'success', 'return', 'success']]],
    [
      'ListKey',
      [
        ['1', 'kms ListKey', '4500/14500', 'retry', 'replayed'],
        ['2', 'kms ListKey', 'success', 'return', 'success'],
      ],
    ],
    [
      'GetKeyAttributes',
      [
        ['1', 'kms GetKeyAttributes', '6000/10050', 'retry', 'internal-fault'],
        ['2', 'kms GetKeyAttributes', '6000/10050', 'retry', 'internal-fault'],
        ['3', 'kms GetKeyAttributes', 'success', 'return', 'success'],
      ],
    ],
    ['CreateKey', [['1', 'kms CreateKey', '6000/10050', 'give-up', 'could-duplicate']]],
    [
      'DescribeInstances',
      [
        ['1', 'cvm DescribeInstances', 'InvalidRequest.RequestConcurrencyExceeded', 'retry', 'throttled'],
        ['2', 'cvm DescribeInstances', 'success', 'return', 'success'],
      ],
    ],
    ['RestartInstances', [['1', 'cvm RestartInstances', '5400', 'give-up', 'not-retryable']]],
    [
      'DescribeImages',
      [
        badGateway('1', 'retry', 'in-doubt'),
        badGateway('2', 'retry', 'in-doubt'),
        badGateway('3', 'retry', 'in-doubt'),
        badGateway('4', 'give-up', 'max-attempts'),
      ],
    ],
    [
      'DescribeZones',
      [
        ['1', 'cvm DescribeZones', 'RequestLimitExceeded', 'retry', 'throttled'],
        ['2', 'cvm DescribeZones', 'RequestLimitExceeded', 'give-up', 'deadline'],
      ],
    ],
  ])('shows every attempt of %s, and why it was or was not the last', async (action, lines) => {
    expect(timelineOf((await demo).stdout, action)).toEqual(lines)
  })

  test.concurrent('shows how long an attempt that was throttled waited for its next turn', async () => {
    const lines = (await demo).stdout.matchAll(/^ +(\d+\.\d\d) s .* throttled +(\d+) ms\n +(\d+\.\d\d) s /gm)
    const waits = [...lines].map(([, at, waitMs, next]) => ({
      waitMs: Number(waitMs),
      passedMs: 1e3 * (Number(next) - Number(at)),
    }))
    expect(waits).toHaveLength(3)
    for (const { waitMs, passedMs } of waits) {
      expect(waitMs).toBeGreaterThan(100)
      expect(waitMs).toBeLessThanOrEqual(passedMs + 10)
    }
  })

  test.concurrent.each([
    ['4. The same error of a Create', 'InternalServerError', '6000', 'true'],
    ['6. A partial success', 'PartialSuccessError', '5400', 'true'],
    ['7. A gateway that answers HTML', 'HttpError', 'ERR_BAD_RESPONSE', 'true'],
    ['8. A deadline', 'ThrottlingError', 'RequestLimitExceeded', 'false'],
  ])('"%s" ends in a typed error', async (title, className, code, mayHaveRun) => {
    const scene = sceneOf((await demo).stdout, title)
    expect(scene).toContain(`The caller got: ${className}\n`)
    expect(scene).toMatch(new RegExp(`^ +code +${code}$`, 'm'))
    expect(scene).toMatch(new RegExp(`^ +mayHaveRun +${mayHaveRun} `, 'm'))
    expect(scene).toMatch(/^ +(?:meaning|remedy)\.en +\S/m)
  })

  test.concurrent('counts what the server saw and what it executed: the key was asked for once', async () => {
    const { stdout } = await demo
    expect(stdout).toMatch(/^ +requests that the server saw +18$/m)
    expect(stdout).toMatch(/^ +kms CreateKey +1 +1$/m)
    expect(stdout).toMatch(/^ +kms Encrypt +3 +1$/m)
    expect(stdout).toMatch(/^ +calls that the program made +8 \(4 succeeded, 4 threw a typed error\)$/m)
    expect(stdout).toMatch(/^ +executions \(what really ran\) +6; no call ran twice$/m)
  })

  test.concurrent('tells meanings and remedies in Chinese on request', async () => {
    const { stdout } = await demoInChinese
    expect(stdout).toMatch(/^ +meaning\.zh +\p{Script=Han}/mu)
    expect(stdout).toMatch(/^ +remedy\.zh +\p{Script=Han}/mu)
    expect((await demo).stdout).not.toMatch(/\p{Script=Han}/u)
  })

  test.concurrent('is in Chinese throughout: English are only names, ids and what a server sent', async () => {
    const { stdout } = await demoInChinese
    const lines = stdout.split('\n').filter((line) => !/^ +(?:serverMessage|requestId|data) /.test(line))
    const names =
      /<[^>]*>|[\w./-]+\.\w+|\{[^}]*\}+|`[^`]*`|\w+-[\w-]+|[a-z]+(?:[A-Z]\w*)+(?:\(\w*\))?|\b[A-Z]\w*\b|\d+ ms|\b\w*_\w*\b/g
    const known = /\b(?:kms|cvm|axios|s|code|attempts|busy|throttled|replayed|deadline|true|false|npm|start|zh|http)\b/g
    const english = lines.filter((line) => /[a-z]{2,}/.test(line.replace(names, '').replace(known, '')))
    expect(english).toEqual([])
  })

  test.concurrent.each(['en', 'zh'])('breaks no word in a terminal of 80 columns: %s', async (language) => {
    const { stdout } = await runExampleAt(80, 'demo.ts', language)
    expect(stdout.split('\n').filter((line) => countCells(line) > 80)).toEqual([])
  })

  test.concurrent.each([
    ['English', demo],
    ['Chinese', demoInChinese],
  ])('fits 120 columns in %s, and has no colours where it is not on a terminal', async (_language, run) => {
    const { stdout } = await run
    expect(stdout).not.toContain('\u001b')
    expect(stdout.split('\n').filter((line) => countCells(line) > 120)).toEqual([])
  })

  test.concurrent('shows no secret', async () => {
    expect((await demo).stdout).not.toMatch(/AKID|exampleExample/)
  })
})

describe('existing-client.ts', { timeout: timeoutMs }, () => {
  test.concurrent('signs every attempt afresh', async () => {
    const rows = [...(await existingClient).stdout.matchAll(/^ +\d +(fault|success) +(\d+) +(\S+)\.\.\.$/gm)]
    expect(rows.map(([, outcome]) => outcome)).toEqual(['fault', 'fault', 'success'])
    expect(new Set(rows.map(([, , nonce]) => nonce)).size).toBe(3)
    expect(new Set(rows.map(([, , , signature]) => signature)).size).toBe(3)
  })

  test.concurrent('unwraps the response once, and catches a missing key by its class', async () => {
    const { stdout } = await existingClient
    expect(stdout).toContain(`getKey("k-1") returns { keyId: 'k-1', alias: 'invoices' }`)
    expect(stdout).toContain('The response interceptor ran 1 time;')
    expect(stdout).toContain('getKey("k-9") returns undefined')
  })
})

describe('catch-by-class.ts', { timeout: timeoutMs }, () => {
  test.concurrent.each([
    ['DescribeZones: ThrottlingError (RequestLimitExceeded), mayHaveRun: false', 'answer 503'],
    ['DescribeRegions: AuthenticationError (AuthFailure.SecretIdNotFound), mayHaveRun: false', 'fetch new credentials'],
    ['DescribeInstances: ResourceNotFoundError (ResourceNotFound), mayHaveRun: false', 'go on as if'],
    ['InquiryPriceRunInstances: InsufficientBalanceError (5300), mayHaveRun: false', 'stop ordering'],
    ['RunInstances: NetworkError (ECONNRESET), mayHaveRun: true', 'it may have run'],
    ['ModifyInstancesAttribute: InvalidParameterError (InvalidParameterValue), mayHaveRun: false', 'log it with'],
    ['StopInstances: NetworkError (ECONNREFUSED), mayHaveRun: false', 'it was not sent'],
  ])('%s: %s', async (failure, next) => {
    expect((await catchByClass).stdout).toContain(`${failure}\n  -> ${next}`)
  })
})

describe('custom-signer.ts', { timeout: timeoutMs }, () => {
  test.concurrent('signs each attempt with a timestamp of its own, and runs the action once', async () => {
    const { stdout } = await customSigner
    const rows = [...stdout.matchAll(/^\d +(\S+) +(retry|return) +\d+ ms +(\d+) +([0-9a-f]{16})\.\.\.$/gm)]
    expect(rows.map(([, code, decision]) => [code, decision])).toEqual([
      ['InvalidRequest.ReplayAttack', 'retry'],
      ['RequestLimitExceeded', 'retry'],
      ['success', 'return'],
    ])
    const timestamps = rows.map(([, , , timestamp]) => Number(timestamp))
    expect(timestamps[1]).toBeGreaterThan(Number(timestamps[0]))
    expect(timestamps[2]).toBeGreaterThan(Number(timestamps[1]))
    expect(new Set(rows.map(([, , , , signature]) => signature)).size).toBe(3)
    expect(stdout).toContain('executions: 1')
  })
})

describe('official-credentials.ts', { timeout: timeoutMs }, () => {
  /** The attempts under a heading: action, number, SecretId, code. */
  const attemptsUnder = async (heading: string) => {
    const { stdout } = await officialCredentials
    const section = stdout.split('\n\n').find((part) => part.startsWith(heading)) ?? ''
    return [...section.matchAll(/^ {2}(\w+) +attempt (\d) {2}(\S+) {2}(\S+)$/gm)].map(([, ...cells]) => cells)
  }

  test.concurrent('keeps the keys of a CVM role until the service refuses them, then fetches once and goes on', async () => {
    expect(await attemptsUnder('The role of a CVM')).toEqual([
      ['DescribeZones', '1', 'AKIDexample1', 'success'],
      ['DescribeRegions', '1', 'AKIDexample1', 'success'],
      ['DescribeInstances', '1', 'AKIDexample1', 'AuthFailure.TokenFailure'],
      ['DescribeInstances', '2', 'AKIDexample2', 'success'],
    ])
  })

  test.concurrent('replaces the keys of an OIDC role before they expire', async () => {
    expect(await attemptsUnder('A role by OIDC')).toEqual([
      ['DescribeZones', '1', 'AKIDexample3', 'success'],
      ['DescribeRegions', '1', 'AKIDexample4', 'success'],
    ])
  })

  test.concurrent("signs with the keys that the SDK's chain of providers finds", async () => {
    expect(await attemptsUnder('The chain of providers')).toEqual([['DescribeZones', '1', 'AKIDexample5', 'success']])
  })

  test.concurrent('runs each call once', async () => {
    expect((await officialCredentials).stdout).toContain('keys issued: 5; calls: 6; executions: 6')
  })
})

describe('scf-handler.ts', { timeout: timeoutMs }, () => {
  test.concurrent('goes through a throttle and an internal error, and ends by itself before its time is up', async () => {
    const { stdout } = await scfHandler
    expect(stdout).toContain("{ stopped: [ 'ins-1', 'ins-2' ] }")
    expect(stdout).toMatch(/reason: 'deadline'/)
    expect(stdout).toContain('Requests: 6; executions of StopInstances: 1')
  })
})

describe('batch-job.ts', { timeout: timeoutMs }, () => {
  test.concurrent('gets every record through a limit that it does not know, and shows how far it is', async () => {
    const { stdout } = await batchJob
    expect(stdout).toMatch(/100% \| 600\/600 \| \d+\/s \| \d+ throttled, 20 retried, 0 failed/)
    expect(stdout).toContain('600 of 600 records encrypted')
  })
})

describe.skipIf(!expressService)('express-service.ts', { timeout: timeoutMs }, () => {
  test.concurrent('keeps two processes to one limit; each visitor gets an answer, or is asked to come back later', async () => {
    const { stdout = '' } = (await expressService) ?? {}
    const [, answered, turnedAway] = /(\d+) got their answer, (\d+) were told/.exec(stdout) ?? []
    expect(Number(answered) + Number(turnedAway)).toBe(120)
    expect(Number(answered)).toBeGreaterThan(0)
    expect(Number(turnedAway)).toBeGreaterThan(0)
    // Two processes that did not share the limit would see half of their requests throttled.
    const [, requests, throttled] = /(\d+) requests to KMS, (\d+) of them throttled/.exec(stdout) ?? []
    expect(Number(throttled)).toBeLessThan(0.25 * Number(requests))
  })
})

describe('edge-worker.ts', { timeout: timeoutMs }, () => {
  test.concurrent('signs each attempt, gets through two failures, and answers a third with what it means', async () => {
    const { stdout } = await edgeWorker
    expect(stdout).toContain('saw 3: reset, signature valid; fault, signature valid; success, signature valid')
    expect(stdout).toContain('the visitor gets 502 {"code":"AuthFailure.UnauthorizedOperation"')
  })
})

describe('official-sdk.ts', { timeout: timeoutMs }, () => {
  test.concurrent('gets through a throttle and a broken gateway', async () => {
    expect((await officialSdk).stdout).toContain('ap-shanghai-2 after 3 attempts')
  })

  test.concurrent.each([
    ['a legacy body', 'TypeError', 'ThrottlingError 4400, mayHaveRun: false'],
    ['{}', 'TypeError', 'TransportError ERR_NO_ENVELOPE, mayHaveRun: true'],
    ['HTML with status 200', 'FetchError', 'TransportError ERR_NO_ENVELOPE, mayHaveRun: true'],
    ['500 with an envelope', 'TencentCloudSDKHttpException', 'InternalServerError InternalError, mayHaveRun: true'],
    ['a lost connection', 'TencentCloudSDKHttpException', 'NetworkError ERR_NETWORK, mayHaveRun: true'],
  ])('shows what the SDK throws for %s, and what this package does', async (what, alone, wrapped) => {
    const section = (await officialSdk).stdout.split('\n\n').find((part) => part.startsWith(`${what}\n`))
    expect(section).toContain(`  the SDK alone  ${alone}: `)
    expect(section).toContain(`  wrapped        ${wrapped}`)
  })

  test.concurrent('asks again for what ran and was not answered only with a ClientToken, and it runs once', async () => {
    expect((await officialSdk).stdout.match(/requests: \d, executions: \d/g)).toEqual([
      'requests: 1, executions: 1',
      'requests: 2, executions: 1',
    ])
  })
})

describe('chat-service.ts', { timeout: timeoutMs }, () => {
  /** What the readers of a scene got, and what the model counted. */
  const sceneOfChat = async (title: string): Promise<string> => {
    const { stdout } = await chatService
    return /^(?: {2}.*\n?)+/m.exec(stdout.slice(stdout.indexOf(title)))?.[0] ?? ''
  }

  test.concurrent.each([
    ['Two throttles', 'got "Deep in thought", then end', 'requests 3, prompts run 1'],
    [
      'A stream that stops after the first token',
      'got "Deep", then failure {"code":"ERR_STREAM_TRUNCATED"}',
      'requests 1, prompts run 1',
    ],
    ['A refusal', 'then 502 {"code":"402001"}', 'requests 1, prompts run 0'],
    ['A reader who leaves', 'the answer ended: cancelled, early: true', 'requests 1, prompts run 1'],
    ['Eight readers at once', 'whole answers 8', 'prompts run 8'],
  ])('%s: %s, and %s', async (title, got, counted) => {
    const scene = await sceneOfChat(title)
    expect(scene).toContain(got)
    expect(scene).toContain(counted)
  })
})
