/** The part of a merged axios config that describes a call. This room reads nothing else. */
export interface RequestShape {
  url?: string | undefined
  baseURL?: string | undefined
  /** The option of axios: `false` puts `baseURL` in front of an absolute `url` too. Default: true. */
  allowAbsoluteUrls?: boolean | undefined
  method?: string | undefined
  /** Names in any letter case, as own enumerable properties; an AxiosHeaders instance has them so. */
  headers?: object | undefined
  /** A plain object or URLSearchParams. */
  params?: unknown
  data?: unknown
}
