/**
 * The `node:diagnostics_channel` of that name gets every event of every attachment in the process; undefined where the
 * runtime has no such thing.
 */
export const channel = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')?.channel('axios-tencentcloud')
