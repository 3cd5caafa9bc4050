import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const FACTORY = /wasm-out\/tfjs-backend-wasm-threaded-simd\.js$/;
const INNER_FUNCTION = /return \(\s*(function\([\s\S]*)\);\s*\}\)\(\);/;

/**
 * Lets the threaded wasm back end of TensorFlow.js survive the minifier.
 *
 * Its threads get the factory as text (`factory.toString()`) and look for the names in it, so the text
 * has to stay as it was written, whatever the minifier makes of the function itself.
 */
function keepThreadedFactory(): Plugin {
  return {
    name: 'keep-threaded-factory',
    transform(code, id) {
      if (!FACTORY.test(id.split('?')[0] ?? '')) return null;
      const inner = INNER_FUNCTION.exec(code)?.[1];
      if (inner === undefined) this.error('The threaded wasm factory has a new shape: see keepThreadedFactory.');
      return { code: `${code}\nWasmBackendModuleThreadedSimd.toString = () => ${JSON.stringify(inner)};\n`, map: null };
    },
  };
}

const DAEMON = 'http://localhost:8765';

export default defineConfig({
  plugins: [svelte(), keepThreadedFactory()],
  worker: { format: 'es', plugins: () => [keepThreadedFactory()] },
  build: {
    outDir: '../tjbot/daemon/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows data: for pictures only.
    assetsInlineLimit: (file) => (file.endsWith('.svg') ? undefined : false),
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
    proxy: {
      // The daemon answers to its own name and its own page only.
      '/socket': { target: DAEMON, ws: true, changeOrigin: true, headers: { origin: DAEMON } },
      '/api': { target: DAEMON, changeOrigin: true, headers: { origin: DAEMON } },
    },
  },
});
