import { defineConfig } from 'vitest/config';

/** VS Code with the extension, in Chromium: one at a time, since each takes most of a small machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/workbench/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // A busy machine can come between a browser and a test; `npm test` names every test that was tried again.
    retry: 1,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
