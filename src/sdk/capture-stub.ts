import type { SdkResponse } from './official-client.ts'

/** A parsed body. */
export interface Parsed {
  readonly value: unknown
}

const toWritable = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)

/** Reads the answer of a stubbed connection: `{ status, headers, json }` is all that the SDK needs of a response. */
export async function captureStub(response: SdkResponse): Promise<{ readonly text: string; readonly parsed?: Parsed }> {
  try {
    const value = await response.json()
    return { text: JSON.stringify(value, toWritable) ?? '', parsed: { value } }
  } catch {
    // The SDK does not read the body of a refused response, and asks for the JSON of an accepted one again.
    return { text: '' }
  }
}
