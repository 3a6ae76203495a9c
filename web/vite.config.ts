import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { apiDocs } from './build/api-docs.ts';
import { compress } from './build/compress.ts';
import { firstPaint } from './build/first-paint.ts';
import { manifest } from './build/manifest.ts';
import { sharedFile } from './build/shared-file.ts';

export default defineConfig({
  plugins: [firstPaint(), manifest(), svelte(), apiDocs(), compress()],
  server: {
    proxy: { '/api': { target: 'http://127.0.0.1:8000' } },
    fs: { allow: ['.', '../samples'] },
  },
  build: {
    outDir: '../ocrwtf/web_dist',
    emptyOutDir: true,
    // Nothing becomes a data: address: the policy of the page allows fonts and scripts from us only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One file for all pages: what they have in common is packed once.
    cssCodeSplit: false,
    license: { fileName: 'licenses.md' },
    target: 'es2022',
    cssTarget: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: sharedFile, debugName: 'shared' }] } },
    },
  },
});
