/** What this room looks at: the part of a (merged) axios config that says what a call is. */
export interface RequestShape {
  url?: string | undefined
  baseURL?: string | undefined
  /** axios' own option: `false` puts `baseURL` in front of an absolute `url` too. Default: true. */
  allowAbsoluteUrls?: boolean | undefined
  method?: string | undefined
  /** Names in any letter case; an AxiosHeaders instance holds its headers as own enumerable properties. */
  headers?: object | undefined
  /** A plain object or URLSearchParams. */
  params?: unknown
  data?: unknown
}
