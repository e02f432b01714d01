import { defineConfig } from 'vitest/config';

/** VS Code with the extension, in Chromium: one at a time, since each takes most of a small machine. */
export default defineConfig({
  test: {
    include: ['test/e2e/workbench/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000, interval: 100 } },
  },
});
