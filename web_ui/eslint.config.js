import svelteConfig from './svelte.config.js';
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Whatever a page can send something with; only src/network may use it, since that is where it is counted. */
const WAYS_OUT = [
  ...['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'RTCPeerConnection', 'WebTransport', 'WebSocketStream'],
  ...['fetchLater', 'SharedWorker'],
];
const COUNTED = 'What leaves the page is counted in src/network/network.ts; send it from there.';

export default defineConfig(
  { ignores: ['node_modules/', 'public/', 'src/protocol/messages.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.worker } },
    rules: {
      // The TypeScript compiler knows every name; this rule does not.
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: { 'prefer-const': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/network/**', 'src/**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', ...WAYS_OUT.map((name) => ({ name, message: COUNTED }))],
      'no-restricted-properties': [
        'error',
        { property: 'sendBeacon', message: COUNTED },
        ...['window', 'self', 'globalThis'].flatMap((object) =>
          WAYS_OUT.map((property) => ({ object, property, message: COUNTED })),
        ),
      ],
    },
  },
  {
    files: ['scripts/**'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
