import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import page from '../../../../web_ui/vite.config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The packages are the page's, though the bench lies elsewhere. */
function packagesOfThePage(): Plugin {
  return {
    name: 'packages-of-the-page',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !/^[@\w]/.test(source)) return null;
      return await this.resolve(source, at('../../../../web_ui/src/main.ts'), { ...options, skipSelf: true });
    },
  };
}

export default {
  ...page,
  root: at('.'),
  publicDir: at('../../../../web_ui/public'),
  plugins: [packagesOfThePage(), page.plugins],
  worker: { ...page.worker, plugins: () => [packagesOfThePage(), ...(page.worker?.plugins?.() ?? [])] },
  resolve: {
    alias: [
      // Both libraries compute with one TensorFlow.js, so that only what they do with it differs.
      { find: /^@tensorflow\/tfjs$/, replacement: at('../../../browser/hands/lab/tensorflow.ts') },
      { find: /^handtrackjs$/, replacement: 'handtrackjs/src/index.js' },
    ],
  },
  build: { ...page.build, outDir: at('../../../../build/bench'), rolldownOptions: { input: at('index.html') } },
};
