// What VS Code for the Web starts in its extension host under test: the suites of Node's extension host, and one of its
// own.
import 'mocha';
import { report } from './runner.ts';

type Results = { readonly testResults: { readonly stats: Mocha.Stats } };

/** Fails when a test failed, and when there was none: VS Code itself would call that a success. */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 60_000, reporter: 'json' });
  await import('../extension-host/activation.test.ts');
  await import('../extension-host/language.test.ts');
  await import('../extension-host/markdown.test.ts');
  await import('../extension-host/topology.test.ts');
  await import('./worker.test.ts');
  const { testResults } = await new Promise<Results>((done) => {
    const runner = mocha.run(() => done(runner as Mocha.Runner & Results));
  });
  await report(testResults);
  const { passes, failures } = testResults.stats;
  if (failures > 0 || passes === 0) throw new Error(`${passes} passed, ${failures} failed`);
}
