import { defineConfig } from 'vitest/config';

/** The language server's package in editors other than VS Code. */
export default defineConfig({
  test: {
    include: ['test/editors/**/*.test.ts'],
    hookTimeout: 180_000,
  },
});
