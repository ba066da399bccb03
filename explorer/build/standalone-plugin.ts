import type { Plugin } from 'vite'

// Enforces the promise that pasted text cannot leave the page, neither in a request nor in the address of an image.
// `file:` is needed for a page on disk, which has no origin; the icon is a `data:` URL; the styles are in the script.
// Omitted while vite serves the page, because vite sends updates over a socket.
const directives =
  "default-src 'none'; script-src 'self' file:; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
const policy = `<meta http-equiv="Content-Security-Policy" content="${directives}" />`

/**
 * Lets the built page run from a disk as well as from a host: browsers load neither modules nor anything marked
 * `crossorigin` from `file:`.
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
