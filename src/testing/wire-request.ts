import type { ByteString, Bytes } from './digest.ts'
import { serviceOfPath } from './tencent-cloud-host.ts'

/** A request as it arrived, before anything was decoded: what its signature must fit. */
export interface WireRequest {
  readonly method: string
  /** The paths that a client may have signed; the first is the one that arrived. */
  readonly paths: readonly ByteString[]
  /** Without its `?`. */
  readonly query: ByteString
  /** In lower case, without a port: the documents sign the domain name. */
  readonly domain: string
  /** With its port, as the official Node.js SDK signs it in version 1: Tencent Cloud's own hosts have none. */
  readonly authority: string
  /** Empty text for a header that was not sent. */
  header(name: string): ByteString
  readonly body: Bytes
}

const portSuffix = /:\d*$/

/**
 * A client of `http://127.0.0.1:<port>/kms` signs the path that it sends, `/kms/v2/index.php`, or the path of the real
 * service, `/v2/index.php`. Both are right, as the segment is the fake's own invention.
 */
const pathsOf = (path: ByteString, hasServiceSegment: boolean): ByteString[] => {
  const service = hasServiceSegment ? serviceOfPath(path) : undefined
  return service === undefined ? [path] : [path, path.slice(service.length + 1) || '/']
}

/** `target` is the path with its query; `hasServiceSegment` tells that its first segment may name the service. */
export const readWireRequest = (
  { method, headers }: Request,
  target: ByteString,
  host: string,
  hasServiceSegment: boolean,
  body: Bytes,
): WireRequest => {
  const byName = new Map(headers) // A Headers object throws when asked for what is no name.
  const queryStart = target.indexOf('?')
  const path = queryStart < 0 ? target : target.slice(0, queryStart)
  return {
    method,
    paths: pathsOf(path, hasServiceSegment),
    query: queryStart < 0 ? '' : target.slice(queryStart + 1),
    domain: host.replace(portSuffix, '').toLowerCase(),
    authority: host.toLowerCase(),
    header: (name) => byName.get(name) ?? '',
    body,
  }
}
