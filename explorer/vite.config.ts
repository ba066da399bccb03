import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { catalogPlugin } from './build/catalog-plugin.ts'
import { standalonePlugin } from './build/standalone-plugin.ts'

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative paths, so that the page works under any path.
  base: './',
  plugins: [catalogPlugin(), standalonePlugin()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    // The catalog alone exceeds the default limit.
    chunkSizeWarningLimit: 4_000,
    // One classic script, because browsers do not load modules from a disk.
    rolldownOptions: {
      output: { format: 'iife', codeSplitting: false },
      // The page does not use import.meta, but a helper of vite contains it.
      checks: { emptyImportMeta: false },
    },
  },
})
