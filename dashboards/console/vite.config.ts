import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    outDir: 'dist',
    assetsDir: 'app',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: {
    format: 'es',
    rollupOptions: { output: { entryFileNames: 'app/[name]-[hash].js' } },
  },
  server: {
    // `npm run dev` beside a running host.
    proxy: Object.fromEntries(['/api', '/assets', '/status', '/openapi'].map(path => [path,
      process.env['CONSOLE_HOST'] ?? 'http://127.0.0.1:8080'])),
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: process.env['CONSOLE_REPORT'] ?? 'node_modules/.cache/tests.xml' }]],
  },
});
