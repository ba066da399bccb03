/** The host of a request, with its port, under which its clock offset is kept; empty when it has none. */
export function hostKey({ url = '', baseURL }: { url?: string | undefined; baseURL?: string | undefined }): string {
  try {
    return new URL(url, baseURL).host
  } catch {
    return ''
  }
}
