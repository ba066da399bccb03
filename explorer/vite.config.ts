import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { catalogPlugin } from './build/catalog-plugin.ts'
import { standalonePlugin } from './build/standalone-plugin.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that the files work under any path.
  base: './',
  plugins: [catalogPlugin(), standalonePlugin()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    // Most of it is the catalog itself.
    chunkSizeWarningLimit: 4_000,
    // One classic script: modules do not load from a disk.
    rolldownOptions: {
      output: { format: 'iife', codeSplitting: false },
      // Nothing here needs it, and vite's own helper mentions it.
      checks: { emptyImportMeta: false },
    },
  },
})
