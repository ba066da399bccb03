/** The frames of a stack, as V8 writes them, without `at`. */
export const readFrames = (stack: string): readonly string[] =>
  Array.from(stack.matchAll(/^\s{1,8}at (.{1,2000})$/gm), ([, frame = '']) => frame)

/** The place in a frame: `async run (file:///app/main.js:1:2)` and `async file:///app/main.js:1:2` have the same. */
const readPlace = (frame: string): string => frame.slice(frame.lastIndexOf('(') + 1).replace(/^async /, '')

/** The folder that contains all code of this package, as frames name it. Empty if a bundler changed the folders. */
const [ownFolder = ''] =
  /^.{0,2000}[\\/](?:src|dist)[\\/]/.exec(readPlace(readFrames(new Error().stack ?? '')[0] ?? '')) ?? []

const isOfPackage = (place: string): boolean =>
  /[\\/]node_modules[\\/]/.test(place) || (ownFolder !== '' && place.startsWith(ownFolder))

/** Frames of the runtime itself: `node:internal/…`, and built-in functions, which have no place. */
const isOfRuntime = (place: string): boolean => place.startsWith('node:') || place.startsWith('<anonymous>')

/** The frames of a stack that belong to code: those outside of the runtime. */
export const readCodeFrames = (stack: string): readonly string[] =>
  readFrames(stack).filter((frame) => !isOfRuntime(readPlace(frame)))

/** The frames of a stack that belong to the application: those outside of the runtime, of node_modules and of this package. */
export const readOwnFrames = (stack: string): readonly string[] =>
  readCodeFrames(stack).filter((frame) => !isOfPackage(readPlace(frame)))
