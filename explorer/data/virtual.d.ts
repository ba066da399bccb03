/** The catalog as JSON text: from explorer/build/catalog-plugin.ts, or in the package from the command. JSON.parse is faster than an object literal. */
declare module 'virtual:catalog' {
  const json: string
  export default json
}
