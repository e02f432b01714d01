// What VS Code starts in the extension host under test.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { reportOf } from '../../../scripts/test-reports/mocha.mjs';
import { writeReport } from '../../../scripts/test-reports/report.mjs';
import { MOCHA } from './mocha.ts';

/** Fails when a test failed, and when there was none: VS Code itself would call that a success. */
export async function run(): Promise<void> {
  const output = process.env.DNET_TEST_RESULTS;
  if (!output) throw new Error('DNET_TEST_RESULTS does not name a file for the results.');
  const mocha = new Mocha(MOCHA);
  for (const name of readdirSync(__dirname)) if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  const report = await reportOf((done) => mocha.run(done));
  writeReport(output, report);
  const { passes, failures } = report;
  if (failures.length > 0 || passes === 0) throw new Error(`${passes} passed, ${failures.length} failed`);
}
