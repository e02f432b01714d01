// What the reports of Vitest and Mocha say, in one form: { passes, failures: [{ name, why }], retried: [{ name, why }] }.
// `retried` are tests that passed, but not at the first attempt; they are among the passes.

const firstLine = (text) => (text ?? '').split('\n', 1)[0];

/** Of a report of Vitest's `json` reporter. */
export function fromVitest({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults, status, message, name }) =>
    // A file that could not be loaded has no tests, and a message of its own.
    assertionResults.length === 0 && status === 'failed'
      ? [{ status, fullName: name, failureMessages: [message] }]
      : assertionResults,
  );
  const told = ({ fullName, failureMessages }) => ({ name: fullName, why: firstLine(failureMessages[0]) });
  const passed = tests.filter(({ status }) => status === 'passed');
  return {
    passes: passed.length,
    failures: tests.filter(({ status }) => status === 'failed').map(told),
    retried: passed.filter(({ failureMessages }) => failureMessages.length > 0).map(told),
  };
}

/** Of a report of Mocha's `json` reporter. */
export function fromMocha({ stats, failures }) {
  return {
    passes: stats.passes,
    failures: failures.map(({ fullTitle, err }) => ({ name: fullTitle, why: firstLine(err.message) })),
    retried: [],
  };
}
