import { defineConfig } from 'vitest/config';

/** The simulation beside real engines, which take a whole small machine each. */
export default defineConfig({
  test: {
    include: ['test/conformance/live/**/*.live.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
