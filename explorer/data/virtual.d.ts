/** The catalog as JSON text, made by explorer/build/catalog-plugin.ts: a string parses faster than a literal. */
declare module 'virtual:catalog' {
  const json: string
  export default json
}
