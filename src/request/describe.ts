import { createFieldReader, createTextsReader, type FieldReader, readHeader } from './fields.ts'
import { findAction, findRegion, findService, parseTarget, type RequestTarget } from './host.ts'
import type { RequestShape } from './request-shape.ts'

/** The options that describe a call; a missing one is derived from the request. */
export interface GivenDescription {
  /** Outranks the host's service. */
  readonly service?: string | undefined
  /** The service of hosts that name none. */
  readonly defaultService?: string | undefined
  /** Outranks the action that the request names. */
  readonly action?: string | undefined
  /** Of a request that names none, as are the next two. */
  readonly region?: string | undefined
  readonly version?: string | undefined
  readonly idempotent?: boolean | undefined
}

/** The description of a call, derived from its request and its options. */
export interface RequestDescription {
  /** The call's service option, else the service of the host, else the client's option. */
  readonly service?: string | undefined
  /** The action option, else the public parameter `Action`, else the action in the place where the host expects it. */
  readonly action?: string | undefined
  /**
   * The action option, else every action that the request names: its places (headers, query, body) may contradict each
   * other. Read when the property is.
   */
  readonly actions: readonly string[]
  /** The public parameter `Region`, as sent; else the call's option; else the region that the host names. */
  readonly region?: string | undefined
  /** The public parameter `Version`, else the call's option. Read when the property is. */
  readonly version?: string | undefined
  /** The hostname, followed by the port unless it is the scheme's default. */
  readonly host?: string | undefined
  readonly target?: RequestTarget | undefined
  /** In upper case. */
  readonly method: string
  /** The public parameter `ClientToken`. Read when the property is, because that may parse the body. */
  readonly clientToken?: string | undefined
  readonly idempotent?: boolean | undefined
  /** The SecretId of a signed request. Read when the property is. */
  readonly secretId?: string | undefined
}

/** A class, because an object literal with accessors takes longer to create. */
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
    this.service = given.service ?? (target && findService(target.hostname, target.path)) ?? given.defaultService
    this.action = given.action ?? field('Action') ?? (target && findAction(target, field))
    this.region = field('Region') ?? given.region ?? (target && findRegion(target.hostname))
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
    return this.#field('Version') ?? this.#given.version
  }

  get secretId(): string | undefined {
    return this.#field('SecretId') ?? readHeader(this.#shape.headers, 'authorization')?.match(/Credential=([^/]+)/)?.[1]
  }

  get clientToken(): string | undefined {
    return this.#field('ClientToken')
  }
}

/**
 * Describes a call by its request and its options. Never throws. The getters `actions`, `version`, `clientToken` and
 * `secretId` read `shape` when they are called: do not change it in the meantime, and do not spread the description,
 * because getters are not copied.
 */
export function describeRequest(shape: RequestShape, given: GivenDescription = {}): RequestDescription {
  return new Description(shape, given)
}
