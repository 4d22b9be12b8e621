import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Relative addresses and routes behind `#`: the same files work under any base path of a proxy (docs/dashboard.md). */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // Inlined as data: addresses they would need a wider Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
