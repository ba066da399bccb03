import { Axios, type InternalAxiosRequestConfig } from 'axios'

// Without defaults: the configs have been merged with those of their own instance.
const bare = new Axios({})

/** The URL that axios' adapters build from a config, params included. Throws what a paramsSerializer throws. */
export const toUri = (config: InternalAxiosRequestConfig): string => bare.getUri(config)
