/** How Mocha runs in VS Code's extension hosts. */
export const MOCHA = {
  ui: 'bdd',
  timeout: 60_000,
  // Of a browser, it would be one that needs a document.
  reporter: 'spec',
  // As for the other suites of a whole VS Code: `npm test` names every test that was tried again.
  retries: 1,
} as const;
