// What VS Code for the Web starts in its extension host under test: the suites of Node's extension host, and one of its
// own.
import 'mocha';
import { reportOf } from '../../../scripts/test-reports/mocha.mjs';
import { MOCHA } from '../extension-host/mocha.ts';
import { report } from './runner.ts';

/** Fails when a test failed, and when there was none: VS Code itself would call that a success. */
export async function run(): Promise<void> {
  mocha.setup(MOCHA);
  await import('../extension-host/activation.test.ts');
  await import('../extension-host/language.test.ts');
  await import('../extension-host/markdown.test.ts');
  await import('../extension-host/topology.test.ts');
  await import('./worker.test.ts');
  const result = await reportOf((done) => mocha.run(done));
  await report(result);
  const { passes, failures } = result;
  if (failures.length > 0 || passes === 0) throw new Error(`${passes} passed, ${failures.length} failed`);
}
