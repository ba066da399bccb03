/** The host of a request, with its port, under which its clock offset is kept; empty when it has none. */
export function hostKey({ url = '', baseURL }: { url?: string | undefined; baseURL?: string | undefined }): string {
  const page = typeof location === 'undefined' ? undefined : location.href
  try {
    return new URL(url, baseURL === undefined ? page : new URL(baseURL, page)).host
  } catch {
    return ''
  }
}
