/** Creates an answer to DescribeInstances as JSON text of about `bytes` bytes. */
export function createAnswer(bytes: number): string {
  const instance = (at: number) => ({
    InstanceId: `ins-${String(at).padStart(8, '0')}`,
    InstanceName: `backend-${at}`,
    InstanceState: 'RUNNING',
    CPU: 4,
    Memory: 8,
    PrivateIpAddresses: [`10.0.${at >> 8}.${at & 255}`],
    CreatedTime: '2026-01-31T08:00:00Z',
  })
  const response = { TotalCount: 1, InstanceSet: [instance(0)], RequestId: '3c140219-cfe9-470e-b241-907877d6fb03' }
  const count = Math.ceil((bytes - JSON.stringify({ Response: response }).length) / JSON.stringify(instance(0)).length)
  const InstanceSet = Array.from({ length: count + 1 }, (_, at) => instance(at))
  return JSON.stringify({ Response: { ...response, TotalCount: InstanceSet.length, InstanceSet } })
}

/** The body of each request. */
export const question = { Limit: 20, Offset: 0, Filters: [{ Name: 'zone', Values: ['ap-guangzhou-1'] }] }

export const bodies = [
  { what: '1 kB', path: '/small', text: createAnswer(1024) },
  { what: '1 MB', path: '/large', text: createAnswer(2 ** 20) },
] as const
