import { Axios, type InternalAxiosRequestConfig } from 'axios'

// Bare: the configs have been merged with their own instance's defaults.
const bare = new Axios({})

/** The address that the adapters make of a config, its params in it. Throws what a serializer of the user's throws. */
export const uriOf = (config: InternalAxiosRequestConfig): string => bare.getUri(config)
