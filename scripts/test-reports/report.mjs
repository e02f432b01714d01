// What each runner of tests leaves behind for `npm test`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @typedef {object} Report
 * @property {number} passes
 * @property {Failure[]} failures
 * @property {Failure[]} retried how tests failed at first that passed at another attempt; they are among the passes
 *
 * @typedef {object} Failure
 * @property {string} name of the test, behind the names of what it is in
 * @property {string} message
 * @property {string} [stack]
 */

/** @param {string} file @param {Report} report */
export function writeReport(file, report) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report, null, 2));
}

/**
 * A runner that ended without a report, or that ran no test, has failed.
 * @param {string} file
 * @returns {Report & { readonly problem?: string }}
 */
export function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return report.passes + report.failures.length > 0 ? report : { ...report, problem: 'ran no test' };
  } catch (error) {
    return { passes: 0, failures: [], retried: [], problem: `left no report (${error.message})` };
  }
}

/**
 * Prints a report. Answers whether it is one of success.
 * @param {string} file
 * @param {string} place where the tests ran
 */
export function tellReport(file, place) {
  const { passes, failures, retried, problem } = readReport(file);
  for (const { name, message } of retried) console.error(`↻ ${name}\n${message}\n`);
  for (const { name, message, stack } of failures) console.error(`✗ ${name}\n${stack ?? message}\n`);
  if (problem) console.error(`The run in ${place} ${problem}.`);
  console.log(`${passes} passed, ${failures.length} failed in ${place}`);
  return problem === undefined && failures.length === 0;
}
