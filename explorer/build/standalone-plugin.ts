import type { Plugin } from 'vite'

// Holds the page to its promise: what is pasted cannot leave it, not as a request, nor as the address of a picture.
// `file:` is for a page on a disk, which has no origin; the icon is a `data:` URL, and the styles come with the script.
// Left out while vite serves, whose updates come over a socket.
const directives =
  "default-src 'none'; script-src 'self' file:; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
const policy = `<meta http-equiv="Content-Security-Policy" content="${directives}" />`

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
