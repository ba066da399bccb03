interface Addressed {
  readonly url?: string | undefined
  readonly baseURL?: string | undefined
}

let last: { readonly request: Addressed; readonly key: string } | undefined

/** The host of a request, with its port, under which its clock offset and its retry budget are kept; empty when it has none. */
export function hostKey({ url, baseURL }: Addressed): string {
  // Most ask again and again for the same.
  if (last && last.request.url === url && last.request.baseURL === baseURL) return last.key
  last = { request: { url, baseURL }, key: hostOf({ url, baseURL }) }
  return last.key
}

function hostOf({ url = '', baseURL }: Addressed): string {
  const page = typeof location === 'undefined' ? undefined : location.href
  try {
    return new URL(url, baseURL === undefined ? page : new URL(baseURL, page)).host
  } catch {
    return ''
  }
}
