import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { scaleMediaQueries } from './scripts/text_sizes';

const FACTORY = /wasm-out\/tfjs-backend-wasm-threaded-simd\.js$/;
const INNER_FUNCTION = /return \(\s*(function\([\s\S]*)\);\s*\}\)\(\);/;
/** It would make eight workers, however many threads it shall have, and each holds some ten megabytes. */
const WORKERS = 'pthreadPoolSize=8;';
/** It computes on half of the cores, and one of these threads is the worker that it was started in. It can not start
 * with none; one thread has a build of its own. */
const AS_MANY_AS_THREADS = 'pthreadPoolSize=Math.max(1,Math.ceil(navigator.hardwareConcurrency/2)-1);';

/**
 * Lets the threaded wasm back end of TensorFlow.js make no more workers than it has threads, and survive the minifier.
 *
 * Its threads get the factory as text (`factory.toString()`) and look for the names in it, so the text
 * has to stay as it was written, whatever the minifier makes of the function itself.
 */
function mendThreadedFactory(): Plugin {
  return {
    name: 'mend-threaded-factory',
    transform(code, id) {
      if (!FACTORY.test(id.split('?')[0] ?? '')) return null;
      const mended = code.replace(WORKERS, AS_MANY_AS_THREADS);
      const inner = INNER_FUNCTION.exec(mended)?.[1];
      if (inner === undefined || mended === code) this.error('The threaded wasm factory has a new shape: see mendThreadedFactory.');
      return { code: `${mended}\nWasmBackendModuleThreadedSimd.toString = () => ${JSON.stringify(inner)};\n`, map: null };
    },
  };
}

const WORKER = /new URL\((['"])(\.[^'"]*worker\.ts)\1, import\.meta\.url\)/g;

/**
 * Builds the workers with the page, so that they share their chunks with it and with each other: vite would build each
 * on its own, with a TensorFlow.js of its own, which a browser would fetch again.
 */
function shareWithWorkers(): Plugin {
  return {
    name: 'share-with-workers',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      let shared = code;
      for (const [text, , path] of code.matchAll(WORKER)) {
        const worker = await this.resolve(path ?? '', id);
        if (worker === null) this.error(`There is no worker ${path}.`);
        const file = this.emitFile({ type: 'chunk', id: worker.id });
        shared = shared.replace(text, `import.meta.ROLLUP_FILE_URL_${file}`);
      }
      return shared === code ? null : { code: shared, map: null };
    },
  };
}

const DAEMON = 'http://localhost:8765';

export default defineConfig({
  plugins: [svelte(), mendThreadedFactory(), shareWithWorkers()],
  css: { postcss: { plugins: [scaleMediaQueries()] } },
  worker: { format: 'es', plugins: () => [mendThreadedFactory()] },
  build: {
    outDir: '../tjbot/daemon/page',
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows data: for pictures only.
    assetsInlineLimit: (file) => (file.endsWith('.svg') ? undefined : false),
    modulePreload: {
      polyfill: false,
      // What is imported later may be imported by a worker, which has no document to preload through.
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : files.filter((file) => file.endsWith('.css'))),
    },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: ['index.html', 'trust.html'] },
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
