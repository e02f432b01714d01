import { defineConfig } from 'vitest/config';

/** The webview's page alone, in a headless Chromium. */
export default defineConfig({
  test: {
    include: ['test/webview/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    // A busy machine can come between a browser and a test; `npm test` names every test that was tried again.
    retry: 1,
    // The picture puts up what is seen a few shapes a frame.
    expect: { poll: { timeout: 15_000, interval: 50 } },
  },
});
