// `npm run conformance:record`: runs scenarios on a real Docker Engine and writes what was observed, in the format of
// test/conformance/recorded/. The input has that format too; of its expectations only the probes are read.
import { readFileSync, writeFileSync } from 'node:fs';
import { program } from 'commander';
import { FreshEngines } from './docker/fresh-engines.mjs';
import { recordingText } from './docker/recording-file.mjs';
import { engineAvailable } from './docker/requirements.mjs';
import { importTypeScript } from './import-typescript.mjs';

const options = program
  .name('npm run conformance:record --')
  .description('Records scenarios from a real Docker Engine, each on a freshly started one in a network of its own.')
  .argument('<input>', 'scenarios: a file of recordings, or one like it whose `expect` holds the probes alone')
  .option('--out <file>', 'where to write the recordings')
  .option('--only <regex>', 'only scenarios whose id matches', (text) => new RegExp(text), /(?:)/)
  .option('--check', 'compare what was observed with what the input says')
  .option('--dockerd <path>', 'the engine (default: the installed one)')
  .option('--docker <path>', 'its client')
  .addHelpText(
    'after',
    `
Examples:
  npm run conformance:record -- new-scenarios.json --out test/conformance/recorded/more-20.10.json
  npm run conformance:record -- test/conformance/recorded/20.10.json --only '^P' --check`,
  )
  .parse()
  .opts();
const input = program.args[0];

const available = await engineAvailable();
if (!available.available) {
  console.error(`No Docker Engine can be started here: ${available.reason}.`);
  process.exit(1);
}
const { compare } = await importTypeScript('test/conformance/compare.ts');
const { scenarios } = JSON.parse(readFileSync(input, 'utf8'));
const engines = new FreshEngines({ dockerd: options.dockerd, docker: options.docker });
const recorded = [];
let differences = 0;
try {
  for (const scenario of scenarios.filter(({ id }) => options.only.test(id))) {
    const { expect, tookMs, ...rest } = await engines.record(scenario);
    recorded.push({ ...rest, expect, tookMs });
    console.log(`${scenario.id.padEnd(8)} ${String(tookMs).padStart(6)} ms  ${scenario.title}`);
    if (options.check) differences += report(compare(scenario.expect, expect));
  }
  if (options.out) writeFileSync(options.out, recordingText(await engines.head(), recorded));
} finally {
  await engines.down();
}
console.log(`${recorded.length} scenarios${options.check ? `, ${differences} differences` : ''}`);
process.exitCode = differences > 0 ? 1 : 0;

/** Prints what differs between the input's expectations and what was observed; returns how much. */
function report({ disagreements }) {
  for (const { place, recorded: was, simulated: is } of disagreements)
    console.log(`  ${place}\n    was ${JSON.stringify(was)}\n    is  ${JSON.stringify(is)}`);
  return disagreements.length;
}
