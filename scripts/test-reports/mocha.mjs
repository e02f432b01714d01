// The report of a run of Mocha, which may be in a worker without a file system.

/** @param {Mocha.Runnable} test @param {Error} error @returns {import('./report.mjs').Failure} */
const told = (test, { message, stack }) => ({ name: test.fullTitle(), message, stack });

/**
 * @param {(done: () => void) => Mocha.Runner} run
 * @returns {Promise<import('./report.mjs').Report>}
 */
export function reportOf(run) {
  /** @type {import('./report.mjs').Report} */
  const report = { passes: 0, failures: [], retried: [] };
  /** @type {Map<string, import('./report.mjs').Failure>} by the names of the tests */
  const attempts = new Map();
  return new Promise((resolve) => {
    run(() => resolve(report))
      .on('retry', (test, error) => attempts.set(test.fullTitle(), told(test, error)))
      .on('fail', (test, error) => report.failures.push(told(test, error)))
      .on('pass', (test) => {
        report.passes += 1;
        const attempt = attempts.get(test.fullTitle());
        if (attempt) report.retried.push(attempt);
      });
  });
}
