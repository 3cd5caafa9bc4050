import { fileURLToPath } from 'node:url';
import page from '../../../../web_ui/vite.config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const modules = '../../../../web_ui/node_modules';

export default {
  ...page,
  root: at('.'),
  publicDir: at('../../../../web_ui/public'),
  resolve: {
    alias: [
      // Both libraries compute with one TensorFlow.js, so that only what they do with it differs.
      { find: /^@tensorflow\/tfjs$/, replacement: at('tensorflow.ts') },
      { find: /^@tensorflow\//, replacement: at(`${modules}/@tensorflow/`) },
      { find: /^@teachablemachine\//, replacement: at(`${modules}/@teachablemachine/`) },
      { find: /^handtrackjs$/, replacement: at(`${modules}/handtrackjs/src/index.js`) },
    ],
  },
  build: {
    ...page.build,
    outDir: at('../../../../build/lab'),
    rolldownOptions: { input: [at('index.html'), at('models.html'), at('teach.html')] },
  },
};
