import { findSyncCrypto, type MacEncoding, type SigningCrypto, type SyncCrypto } from './crypto.ts'

/**
 * The number of keys that are cached; the oldest is dropped for a new one. Ample for the accounts × services of a day.
 */
const defaultMaxKeys = 128

const daySeconds = 86_400

/** The UTC day of that number, counted from the epoch, as `YYYY-MM-DD`. */
function toUtcDate(day: number): string {
  return new Date(day * daySeconds * 1000).toISOString().slice(0, 10)
}

/** The last key of the TC3 chain, which signs the request, and its scope. */
export interface DerivedKey {
  readonly key: {
    /** Synchronous with node:crypto. */
    text(text: string, encoding: MacEncoding): string | Promise<string>
  }
  /** `date/service/tc3_request` */
  readonly scope: string
}

const toScope = (date: string, service: string): string => `${date}/${service}/tc3_request`

function deriveNow(crypto: SyncCrypto, secretKey: string, date: string, service: string): DerivedKey {
  const secretDate = crypto.mac('SHA-256', `TC3${secretKey}`, date)
  const secretService = crypto.mac('SHA-256', secretDate, service)
  const secretSigning = crypto.mac('SHA-256', secretService, 'tc3_request')
  return {
    key: { text: (text, encoding) => crypto.macText('SHA-256', secretSigning, text, encoding) },
    scope: toScope(date, service),
  }
}

/**
 * Caches the signing keys of TC3. They depend on secret key, UTC day and service only, so three of the four HMACs of a
 * signature are computed once a day: https://cloud.tencent.com/document/api/213/30654 ("SecretSigning").
 */
export class DerivedKeys {
  readonly #crypto: SigningCrypto
  readonly #sync: SyncCrypto | undefined
  readonly #maxKeys: number
  // A Map keeps the order of insertion, so that the oldest key comes first.
  readonly #keys = new Map<string, DerivedKey | Promise<DerivedKey>>()

  constructor(crypto: SigningCrypto, maxKeys = defaultMaxKeys) {
    this.#crypto = crypto
    this.#sync = findSyncCrypto(crypto)
    this.#maxKeys = maxKeys
  }

  /** The number of cached keys. */
  get size(): number {
    return this.#keys.size
  }

  /** The key for a service and the UTC day of `timestamp` (epoch seconds); a promise unless the cryptography is synchronous. */
  get(secretKey: string, timestamp: number, service: string): DerivedKey | Promise<DerivedKey> {
    const day = Math.floor(timestamp / daySeconds)
    // The length shows where the service ends, so that different triples never have the same id.
    const id = `${day}/${service.length}/${service}${secretKey}`
    const known = this.#keys.get(id)
    if (known) return known
    const date = toUtcDate(day)
    const sync = this.#sync
    const derived = sync ? deriveNow(sync, secretKey, date, service) : this.#derive(secretKey, date, service)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size < this.#maxKeys) break
      this.#keys.delete(oldest)
    }
    this.#keys.set(id, derived)
    if (derived instanceof Promise) derived.catch(() => this.#keys.delete(id))
    return derived
  }

  async #derive(secretKey: string, date: string, service: string): Promise<DerivedKey> {
    const crypto = this.#crypto
    const hmac = async (key: string | Uint8Array, text: string): Promise<Uint8Array> =>
      (await crypto.hmacKey('SHA-256', key)).bytes(text)
    const secretDate = await hmac(`TC3${secretKey}`, date)
    const secretService = await hmac(secretDate, service)
    const secretSigning = await hmac(secretService, 'tc3_request')
    return { key: await crypto.hmacKey('SHA-256', secretSigning), scope: toScope(date, service) }
  }
}
