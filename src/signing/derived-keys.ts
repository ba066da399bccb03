import { findSyncCrypto, type MacEncoding, type SigningCrypto } from './crypto.ts'

/**
 * The number of keys that are cached; the oldest is dropped for a new one. Ample for the accounts × services of a day.
 */
const defaultMaxKeys = 128

const daySeconds = 86_400

/** The UTC day of an epoch second, as `YYYY-MM-DD`. */
function toUtcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10)
}

/** The last key of the TC3 chain, which signs the request, and its scope. */
export interface DerivedKey {
  /** Synchronous by node:crypto. */
  readonly key: { text(text: string, encoding: MacEncoding): string | Promise<string> }
  /** `date/service/tc3_request` */
  readonly scope: string
}

/**
 * Caches the signing keys of TC3. They depend on secret key, UTC day and service only, so three of the four HMACs of a
 * signature are computed once a day: https://cloud.tencent.com/document/api/213/30654 ("SecretSigning").
 */
export class DerivedKeys {
  readonly #crypto: SigningCrypto
  readonly #maxKeys: number
  // A Map keeps the order of insertion, so that the oldest key comes first.
  readonly #keys = new Map<string, Promise<DerivedKey>>()

  constructor(crypto: SigningCrypto, maxKeys = defaultMaxKeys) {
    this.#crypto = crypto
    this.#maxKeys = maxKeys
  }

  /** The number of cached keys. */
  get size(): number {
    return this.#keys.size
  }

  /** The key for a service and the UTC day of `timestamp` (epoch seconds). */
  get(secretKey: string, timestamp: number, service: string): Promise<DerivedKey> {
    // The length shows where the service ends, so that different triples never have the same id.
    const id = `${Math.floor(timestamp / daySeconds)}/${service.length}/${service}${secretKey}`
    const known = this.#keys.get(id)
    if (known) return known
    const derived = this.#derive(secretKey, toUtcDate(timestamp), service)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size < this.#maxKeys) break
      this.#keys.delete(oldest)
    }
    this.#keys.set(id, derived)
    derived.catch(() => this.#keys.delete(id))
    return derived
  }

  async #derive(secretKey: string, date: string, service: string): Promise<DerivedKey> {
    const crypto = this.#crypto
    const scope = `${date}/${service}/tc3_request`
    const sync = findSyncCrypto(crypto)
    if (sync) {
      const hmac = (key: string | Uint8Array, text: string) => sync.mac('SHA-256', key, text)
      const secretSigning = hmac(hmac(hmac(`TC3${secretKey}`, date).digest(), service).digest(), 'tc3_request').digest()
      return { key: { text: (text, encoding) => hmac(secretSigning, text).digest(encoding) }, scope }
    }
    const hmac = async (key: string | Uint8Array, text: string) => (await crypto.hmacKey('SHA-256', key)).bytes(text)
    const secretDate = await hmac(`TC3${secretKey}`, date)
    const secretService = await hmac(secretDate, service)
    const secretSigning = await hmac(secretService, 'tc3_request')
    return { key: await crypto.hmacKey('SHA-256', secretSigning), scope }
  }
}
