import { createFieldReader, createTextsReader, type FieldReader, readHeader } from './fields.ts'
import { findAction, findRegion, findService, parseTarget, type RequestTarget } from './host.ts'
import type { RequestShape } from './request-shape.ts'

/** What the user says about a call, or about all calls of an attachment; what is absent is derived. */
export interface GivenDescription {
  readonly service?: string | undefined
  readonly action?: string | undefined
  readonly idempotent?: boolean | undefined
}

/** What a call is. */
export interface RequestDescription {
  /** As given, else from the host. */
  readonly service?: string | undefined
  /** As given, else the public parameter `Action`, or what stands for it at some hosts. */
  readonly action?: string | undefined
  /** All that the request says of its action, read when asked for: places may contradict each other. As given, if it is. */
  readonly actions: readonly string[]
  /** The public parameter `Region`, as sent; else the region that the host names. */
  readonly region?: string | undefined
  /** The public parameter `Version`, read when asked for. */
  readonly version?: string | undefined
  /** The host, with the port where it is not the scheme's own. */
  readonly host?: string | undefined
  readonly target?: RequestTarget | undefined
  /** In upper case. */
  readonly method: string
  /** The public parameter `ClientToken`, read when asked for: that may parse the body. */
  readonly clientToken?: string | undefined
  readonly idempotent?: boolean | undefined
  /** The SecretId of a signed request, read when asked for. */
  readonly secretId?: string | undefined
}

/** A class for the sake of its getters: an object literal with accessors is slower to make. */
class Description implements RequestDescription {
  readonly service: string | undefined
  readonly action: string | undefined
  readonly region: string | undefined
  readonly target: RequestTarget | undefined
  readonly method: string
  readonly idempotent: boolean | undefined
  readonly #field: FieldReader
  readonly #shape: RequestShape
  readonly #given: GivenDescription

  constructor(shape: RequestShape, given: GivenDescription) {
    const field = createFieldReader(shape)
    const target = parseTarget(shape.url, shape.baseURL, shape.allowAbsoluteUrls)
    this.service = given.service ?? (target && findService(target.hostname))
    this.action = given.action ?? field('Action') ?? (target && findAction(target, field))
    this.region = field('Region') ?? (target && findRegion(target.hostname))
    this.target = target
    this.method = typeof shape.method === 'string' && shape.method !== '' ? shape.method.toUpperCase() : 'GET'
    this.idempotent = given.idempotent
    this.#field = field
    this.#shape = shape
    this.#given = given
  }

  get actions(): readonly string[] {
    if (this.#given.action !== undefined) return [this.#given.action]
    const byHost = this.target && findAction(this.target, this.#field)
    return [...new Set([...createTextsReader(this.#shape)('Action'), ...(byHost === undefined ? [] : [byHost])])]
  }

  get host(): string | undefined {
    return this.target?.host
  }

  get version(): string | undefined {
    return this.#field('Version')
  }

  get secretId(): string | undefined {
    return this.#field('SecretId') ?? readHeader(this.#shape.headers, 'authorization')?.match(/Credential=([^/]+)/)?.[1]
  }

  get clientToken(): string | undefined {
    return this.#field('ClientToken')
  }
}

/**
 * Says what a call is. Looks at the request alone and never throws. `actions`, `version`, `clientToken` and `secretId` are read from `shape`
 * when asked for, so keep it as it is, and do not spread the description: getters are not copied.
 */
export function describeRequest(shape: RequestShape, given: GivenDescription = {}): RequestDescription {
  return new Description(shape, given)
}
