import { type Awaitable, chain, isPromise } from './awaitable.ts'
import type { HmacKey, SigningCrypto } from './crypto.ts'

/** Keys kept at once, the oldest dropped first: accounts × services of a day, with room to spare. */
const defaultMaxKeys = 128

const daySeconds = 86_400

/** The UTC day of an epoch second as `YYYY-MM-DD`. */
function utcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10)
}

/** One key of the TC3 chain, with the scope that belongs to it. */
export interface DerivedKey {
  readonly key: HmacKey
  /** `date/service/tc3_request` */
  readonly scope: string
}

/**
 * The signing keys of TC3, which depend on nothing but secret key, UTC day and service, so that three of the four
 * HMACs of a signature are done once a day: https://cloud.tencent.com/document/api/213/30654 ("SecretSigning").
 */
export class DerivedKeys {
  readonly #crypto: SigningCrypto
  readonly #maxKeys: number
  // In order of creation, so that the oldest come first.
  readonly #keys = new Map<string, Awaitable<DerivedKey>>()

  constructor(crypto: SigningCrypto, maxKeys = defaultMaxKeys) {
    this.#crypto = crypto
    this.#maxKeys = maxKeys
  }

  /** How many keys are kept. */
  get size(): number {
    return this.#keys.size
  }

  /** The key for the UTC day of `timestamp` (epoch seconds). */
  get(secretKey: string, timestamp: number, service: string): Awaitable<DerivedKey> {
    // The length tells where the service ends, so that no two triples share an entry.
    const id = `${Math.floor(timestamp / daySeconds)}/${service.length}/${service}${secretKey}`
    const known = this.#keys.get(id)
    if (known) return known
    const derived = this.#derive(secretKey, utcDate(timestamp), service)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size < this.#maxKeys) break
      this.#keys.delete(oldest)
    }
    this.#keys.set(id, derived)
    if (isPromise(derived)) derived.catch(() => this.#keys.delete(id))
    return derived
  }

  #derive(secretKey: string, date: string, service: string): Awaitable<DerivedKey> {
    const step = (key: string | Uint8Array, text: string): Awaitable<Uint8Array> =>
      chain(this.#crypto.hmacKey('SHA-256', key), (hmac) => hmac.bytes(text))
    const secretService = chain(step(`TC3${secretKey}`, date), (secretDate) => step(secretDate, service))
    const secretSigning = chain(secretService, (secret) => step(secret, 'tc3_request'))
    const scope = `${date}/${service}/tc3_request`
    return chain(secretSigning, (secret) => chain(this.#crypto.hmacKey('SHA-256', secret), (key) => ({ key, scope })))
  }
}
