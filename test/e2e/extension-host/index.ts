// What VS Code starts in the extension host under test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Fails when a test failed, and when there was none: VS Code itself would call that a success. */
export async function run(): Promise<void> {
  const output = process.env.DNET_TEST_RESULTS;
  if (!output) throw new Error('DNET_TEST_RESULTS does not name a file for the results.');
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'json', reporterOptions: { output } });
  for (const name of readdirSync(__dirname)) if (name.endsWith('.test.js')) mocha.addFile(join(__dirname, name));
  const failures = await new Promise<number>((done) => mocha.run(done));
  const { stats } = JSON.parse(readFileSync(output, 'utf8')) as { readonly stats: { readonly passes: number } };
  if (failures > 0 || stats.passes === 0) throw new Error(`${stats.passes} passed, ${failures} failed`);
}
