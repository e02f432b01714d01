// `npm run conformance:live`: random scenarios on a real Docker Engine and on the simulation, compared. What disagrees is
// made as small as possible and written in the recordings' format, ready to be kept.
import { program } from 'commander';
import { FreshEngines } from './docker/fresh-engines.mjs';
import { keepRecording } from './docker/recording-file.mjs';
import { engineAvailable } from './docker/requirements.mjs';
import { importTypeScript } from './import-typescript.mjs';

const integer = (text) => Number.parseInt(text, 10);
const options = program
  .name('npm run conformance:live --')
  .description('Runs random scenarios on a real Docker Engine and on the simulation, and compares every observation.')
  .option('--runs <count>', 'how many scenarios', integer, 100)
  .option('--seed <number>', 'where to start: the scenarios of a seed are always the same', integer)
  .option('--length <count>', 'the most commands of a scenario', integer, 12)
  .option('--jobs <count>', 'how many at a time', integer, 2)
  .option('--shrink <seconds>', 'how long to make one failing scenario smaller', integer, 90)
  .option('--dockerd <path>', 'the engine (default: the installed one)')
  .option('--docker <path>', 'its client')
  .addHelpText(
    'after',
    `
Examples:
  npm run conformance:live -- --runs 1000 --seed 1
  npm run conformance:live -- --runs 1 --seed 4711      # one scenario again`,
  )
  .parse()
  .opts();

const available = await engineAvailable();
if (!available.available) {
  console.error(`No Docker Engine can be started here: ${available.reason}.`);
  process.exit(1);
}
const { campaign, describeFailure, describeOutcome } = await importTypeScript('test/conformance/live/campaign.ts');
const seed = options.seed ?? Math.floor(Math.random() * 1e9);
console.log(`seed ${seed}`);
const engines = new FreshEngines({ dockerd: options.dockerd, docker: options.docker }, options.jobs);
try {
  const outcome = await campaign(engines, {
    ...options,
    seed,
    time: Number.POSITIVE_INFINITY,
    shrinking: options.shrink * 1000,
    onFailure(failure, head) {
      console.log(`\n${describeFailure(failure)}\n→ ${keepRecording(head, failure.scenario)}`);
    },
  });
  console.log(`\n${describeOutcome(outcome)}`);
  process.exitCode = outcome.failures.length > 0 ? 1 : 0;
} finally {
  await engines.down();
}
