import type { ByteString, Bytes } from './digest.ts'
import { findPathService } from './tencent-cloud-host.ts'

/** A request as it arrived, before any decoding. The signature must match this form. */
export interface WireRequest {
  readonly method: string
  /** The paths that the client may have signed; the first is the path that arrived. */
  readonly paths: readonly ByteString[]
  /** The query without `?`. */
  readonly query: ByteString
  /** The host in lower case without its port, as the documents sign it. */
  readonly domain: string
  /** The host in lower case with its port, as the official Node.js SDK signs it in version 1. */
  readonly authority: string
  /** The value of a header; empty when it was not sent. */
  header(name: string): ByteString
  readonly body: Bytes
}

const portSuffix = /:\d*$/

/**
 * A client of `http://127.0.0.1:<port>/kms` may sign the path that it sends, `/kms/v2/index.php`, or the path of the
 * real service, `/v2/index.php`. Both are accepted, because the first segment exists only in the fake.
 */
const listSignablePaths = (path: ByteString, hasServiceSegment: boolean): ByteString[] => {
  const service = hasServiceSegment ? findPathService(path) : undefined
  return service === undefined ? [path] : [path, path.slice(service.length + 1) || '/']
}

/** `target` is the path with its query; `hasServiceSegment`: whether its first segment may name the service. */
export const readWireRequest = (
  { method, headers }: Request,
  target: ByteString,
  host: string,
  hasServiceSegment: boolean,
  body: Bytes,
): WireRequest => {
  const byName = new Map(headers) // Headers.get() throws for an invalid name.
  const queryStart = target.indexOf('?')
  const path = queryStart < 0 ? target : target.slice(0, queryStart)
  return {
    method,
    paths: listSignablePaths(path, hasServiceSegment),
    query: queryStart < 0 ? '' : target.slice(queryStart + 1),
    domain: host.replace(portSuffix, '').toLowerCase(),
    authority: host.toLowerCase(),
    header: (name) => byName.get(name) ?? '',
    body,
  }
}
