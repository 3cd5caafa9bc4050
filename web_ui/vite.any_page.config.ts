import { defineConfig } from 'vite';

const LICENCES = '/*! TJBot, Apache License 2.0; with fourier-transform, copyright Dmitry Ivanov, MIT License. */';

/** Builds what goes along with an exported model: one classic script for any web page that has plain TensorFlow.js, `tf`. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: '../tjbot/daemon/page/any_page',
    emptyOutDir: true,
    target: 'es2022',
    lib: { entry: 'src/any_page/tjbot.ts', name: 'tjbot', formats: ['iife'], fileName: () => 'tjbot.js' },
    rollupOptions: { external: /^@tensorflow\//, output: { globals: () => 'tf', postBanner: LICENCES } },
  },
});
