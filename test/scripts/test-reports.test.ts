import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Mocha from 'mocha';
import { expect, inject, it } from 'vitest';
import { exitCodeOfHeldBack } from '../../scripts/run.mjs';
import { reportOf } from '../../scripts/test-reports/mocha.mjs';
import { readReport, writeReport } from '../../scripts/test-reports/report.mjs';

const folder = mkdtempSync(join(inject('temporaryFolder'), 'reports-'));

const told = (name: string, message: string) => ({
  name: expect.stringContaining(name),
  message: expect.stringContaining(message),
  stack: expect.any(String),
});

it('names the tests of Mocha that passed at the second attempt, and what came of the first', async () => {
  let attempts = 0;
  const mocha = new Mocha({ reporter: class extends Mocha.reporters.Base {}, retries: 1 });
  const suite = Mocha.Suite.create(mocha.suite, 'a lab');
  suite.addTest(new Mocha.Test('is drawn', () => undefined));
  suite.addTest(
    new Mocha.Test('is saved', () => {
      attempts += 1;
      if (attempts === 1) throw new Error('The text still has the slip.');
    }),
  );
  suite.addTest(
    new Mocha.Test('is read', () => {
      throw new Error('There is no lab.');
    }),
  );
  expect(await reportOf((done) => mocha.run(done))).toEqual({
    passes: 2,
    failures: [told('a lab is read', 'There is no lab.')],
    retried: [told('a lab is saved', 'The text still has the slip.')],
  });
});

it('names those of Vitest, with what was expected rather than how it was waited for, and what failed outside of tests', async () => {
  const suite = join(folder, 'suite');
  mkdirSync(suite);
  const write = (name: string, text: string) => writeFileSync(join(suite, name), text);
  write(
    'lab.test.mjs',
    `const { describe, it, expect, beforeAll } = globalThis;
    let attempts = 0;
    describe('a lab', () => {
      it('is drawn', () => undefined);
      it('is saved', { retry: 1 }, () => {
        attempts += 1;
        return expect.poll(() => attempts, { timeout: 1 }).toBe(2);
      });
      it('is read', () => expect('a lab').toBe('nothing'));
    });
    describe('a window', () => {
      beforeAll(() => { throw new Error('There is no screen.'); });
      it('opens', () => undefined);
    });`,
  );
  write('broken.test.mjs', `throw new Error('There is no such module.');`);
  const results = join(folder, 'vitest.json');
  const code = await exitCodeOfHeldBack(
    process.execPath,
    [
      resolve('node_modules/vitest/vitest.mjs'),
      ...['run', '--globals', `--root=${suite}`, '--reporter', resolve('scripts/test-reports/vitest.mjs')],
    ],
    { cwd: suite, env: { ...process.env, DNET_TEST_RESULTS: results } },
  );
  expect(code).toBe(1);
  const report = readReport(results);
  expect(report).toEqual({
    passes: 2,
    failures: expect.arrayContaining([
      told('a lab > is read', "expected 'a lab' to be 'nothing'"),
      told('a window', 'There is no screen.'),
      told('broken.test.mjs', 'There is no such module.'),
    ]),
    retried: [told('a lab > is saved', 'expected 1 to be 2')],
  });
  expect(report.failures).toHaveLength(3);
});

it('takes a run without a report, or without a test, for a failure', () => {
  const file = join(folder, 'empty.json');
  expect(readReport(file).problem).toMatch(/^left no report/);
  writeReport(file, { passes: 0, failures: [], retried: [] });
  expect(readReport(file).problem).toBe('ran no test');
});
