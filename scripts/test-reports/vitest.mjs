// A reporter of Vitest's that leaves a report in the file that DNET_TEST_RESULTS names.
import { writeReport } from './report.mjs';

/** @typedef {import('vitest').SerializedError} SerializedError */

/** @param {string} name @param {SerializedError | undefined} error */
const told = (name, error) => ({ name, message: error?.message ?? '', stack: error?.stack });

/** @implements {import('vitest/node').Reporter} */
export default class {
  /** @param {readonly import('vitest/node').TestModule[]} modules @param {readonly SerializedError[]} errorsElsewhere */
  onTestRunEnd(modules, errorsElsewhere) {
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const results = tests.map((test) => ({ name: test.fullName, ...test.result() }));
    const passed = results.filter(({ state }) => state === 'passed');
    // In hooks, in files that cannot be loaded, and after the tests.
    const outside = [
      ...modules.flatMap(({ children }) => [...children.allSuites()]).map((suite) => [suite.fullName, suite.errors()]),
      ...modules.map((module) => [module.relativeModuleId, module.errors()]),
      ['outside of the tests', errorsElsewhere],
    ];
    writeReport(process.env.DNET_TEST_RESULTS, {
      passes: passed.length,
      failures: [
        ...results.filter(({ state }) => state === 'failed').map(({ name, errors }) => told(name, errors?.[0])),
        ...outside.flatMap(([name, errors]) => errors.map((error) => told(name, error))),
      ],
      retried: passed.flatMap(({ name, errors }) => (errors?.length ? [told(name, errors[0])] : [])),
    });
  }
}
