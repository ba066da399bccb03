import type { TencentCloudCallOptions } from '../options/options.ts'
import type { Client } from './client.ts'

const clientOptions = ['credentials', 'sign', 'clientToken'] as const
const fieldOptions = ['action', 'version', 'region', 'language'] as const

/** Do the options of a call name public parameters, which its request may lack? */
export const namesFields = (options: TencentCloudCallOptions): boolean => fieldOptions.some((name) => options[name])

/** Do the options of a client or a call say that its requests are to be changed: signed, or completed? */
export const mayBeChanged = ({ settings }: Client, options: TencentCloudCallOptions): boolean =>
  clientOptions.some((name) => settings[name]) || options.credentials !== undefined || namesFields(options)
