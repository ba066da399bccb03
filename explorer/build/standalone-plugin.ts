import type { Plugin } from 'vite'

// Holds the page to its promise: what is pasted cannot leave it. Left out while vite serves, whose updates come over a socket.
const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'none'; form-action 'none'; object-src 'none'" />`

/**
 * Lets the built page run wherever it lies, from a disk as well as from a host: browsers load neither modules nor
 * anything marked `crossorigin` from `file:`.
 */
export const standalonePlugin = (): Plugin => ({
  name: 'standalone',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html
        .replaceAll(' crossorigin', '')
        .replace('<script type="module"', '<script defer')
        .replace('<meta charset="utf-8" />', `<meta charset="utf-8" />\n    ${policy}`),
  },
})
