/**
 * The `node:diagnostics_channel` 'axios-tencentcloud', on which all attachments of the process publish their events.
 * Undefined in a runtime without diagnostics channels.
 */
export const channel = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')?.channel('axios-tencentcloud')
