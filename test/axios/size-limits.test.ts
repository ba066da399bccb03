import { AxiosError } from 'axios'
import { TencentCloudError, TransportError } from 'axios-tencentcloud'
import { expect, test } from 'vitest'
import { axiosHas } from '../support/axios-version.ts'
import { rejectionOf, startCloud } from '../support/cloud.ts'
import { list, path } from '../support/kms.ts'

const credentials = { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }

/** The adapters that obey `maxBodyLength` and `maxContentLength`: the one for fetch does from 1.16 on. */
const limited = ['http', ...(axiosHas('1.16') ? ['fetch' as const] : [])] as const

test.each([...limited.map((adapter) => [adapter, {}] as const), ['http', { credentials }] as const])(
  'a body above maxBodyLength is the caller’s mistake: axios’ own error (%s, %o)',
  async (adapter, options) => {
    const { fake, client } = await startCloud()
    const http = client(options, { adapter, maxBodyLength: 10 })
    const error = await rejectionOf(http.post(path, { Action: 'ListKey', Name: 'x'.repeat(20) }))
    expect(error).toBeInstanceOf(AxiosError)
    expect(error).not.toBeInstanceOf(TencentCloudError)
    expect(error).toMatchObject({ message: 'Request body larger than maxBodyLength limit' })
    expect(fake.requests).toHaveLength(0)
  },
)

test.each(limited)(
  'an answer above maxContentLength is unreadable: the call may have run, and is not repeated (%s)',
  async (adapter) => {
    const { fake, client } = await startCloud()
    const error = await rejectionOf(client({}, { adapter, maxContentLength: 5 }).get(path, list))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'ERR_BAD_RESPONSE', mayHaveRun: true })
    expect(fake.requests).toHaveLength(1)
  },
)
