import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'test/editors/**', 'test/webview/browser/**'],
    testTimeout: 30_000,
    globalSetup: 'test/temporary-folder.ts',
    maxWorkers: '100%',
    // Loading the modules again for each file takes as long as all tests.
    isolate: false,
  },
});
