import { Axios, type InternalAxiosRequestConfig } from 'axios'

// Without defaults: the configs have been merged with those of their own instance.
const bare = new Axios({})

/** The address that the adapters make of a config, its params in it. Throws what a paramsSerializer throws. */
export const toUri = (config: InternalAxiosRequestConfig): string => bare.getUri(config)
