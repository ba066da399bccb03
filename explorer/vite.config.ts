import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { catalogPlugin } from './build/catalog-plugin.ts'
import { packedPlugin } from './build/packed-plugin.ts'
import { standalonePlugin } from './build/standalone-plugin.ts'

/** `--mode package`: the page that the command of the package serves; else one that needs no server. */
export default defineConfig(({ mode }) => {
  const isPacked = mode === 'package'
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    // Relative paths, so that the page works under any path.
    base: './',
    plugins: [isPacked ? packedPlugin() : catalogPlugin(), standalonePlugin()],
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir: fileURLToPath(new URL(isPacked ? '../dist/explorer' : 'dist', import.meta.url)),
      emptyOutDir: true,
      target: 'es2022',
      modulePreload: false,
      // The catalog alone exceeds the default limit.
      chunkSizeWarningLimit: 4_000,
      // One classic script, because browsers do not load modules from a disk.
      rolldownOptions: {
        output: {
          format: 'iife',
          codeSplitting: false,
          ...(isPacked && { entryFileNames: 'explorer.js' }),
        },
        // The page does not use import.meta, but a helper of vite contains it.
        checks: { emptyImportMeta: false },
      },
    },
  }
})
