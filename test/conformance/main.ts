/** `npm run conformance`: replays recordings of real engines through the simulation and compares every observation. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Recording } from './recording.ts';
import { type Count, describeDisagreement, exclusionsOf, run } from './report.ts';

interface Options {
  readonly engine?: string;
  readonly topic?: string;
  readonly id?: string;
  readonly verbose?: boolean;
}

const ownRecordings = () => {
  const folder = join('test', 'conformance', 'recorded');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
};

const percent = ({ agreed, total }: Count) => (total === 0 ? '' : `${((100 * agreed) / total).toFixed(2)} %`);
const line = (name: string, count: Count) =>
  `  ${name.padEnd(14)} ${`${count.agreed} / ${count.total}`.padStart(15)}  ${percent(count).padStart(9)}`;

/** @returns the exit status: 1 on any disagreement, and where nothing was compared */
function main(files: readonly string[], options: Options): number {
  const id = options.id === undefined ? undefined : new RegExp(options.id);
  const all: Count = { agreed: 0, total: 0 };
  let disagreements = 0;
  for (const file of files.length > 0 ? files : ownRecordings()) {
    const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
    const { engine } = recording.recordedFrom;
    if (options.engine !== undefined && engine !== options.engine && !engine.startsWith(`${options.engine}.`)) continue;
    const report = run(
      recording,
      (scenario) =>
        (options.topic === undefined || scenario.topic === options.topic) && (id?.test(scenario.id) ?? true),
    );
    console.log(`Docker Engine ${engine} (${file}), ${report.scenarios.length} scenarios`);
    for (const result of report.scenarios) {
      const shown = options.verbose ? result.disagreements : result.disagreements.slice(0, 5);
      for (const disagreement of shown) console.log(describeDisagreement(result, disagreement));
      if (shown.length < result.disagreements.length)
        console.log(`${result.scenario.id} … and ${result.disagreements.length - shown.length} more (--verbose)`);
      disagreements += result.disagreements.length;
    }
    for (const [topic, count] of report.topics) console.log(line(topic, count));
    console.log(line('all topics', report.all));
    console.log(line('reachability', report.reach));
    for (const [{ reason }, count] of exclusionsOf(report)) console.log(`  left out: ${count} — ${reason}`);
    const took = report.scenarios.reduce((sum, result) => sum + result.took, 0);
    const engineTook = report.scenarios.reduce((sum, { scenario }) => sum + (scenario.tookMs ?? 0), 0);
    const rate = Math.round((1000 * report.commands) / took);
    const spent = `${report.commands} commands in ${took.toFixed(0)} ms, ${rate} a second with all that is looked at after each`;
    console.log(`  ${spent}; the engine took ${(engineTook / 1000).toFixed(0)} s`);
    all.agreed += report.all.agreed;
    all.total += report.all.total;
  }
  console.log(`${all.agreed} / ${all.total} observations agree${all.total > 0 ? ` (${percent(all)})` : ''}`);
  return disagreements === 0 && all.total > 0 ? 0 : 1;
}

const program = new Command('conformance')
  .description('Replays recordings of real Docker Engines through the simulation and compares every observation.')
  .argument('[files...]', 'recordings; the ones in test/conformance/recorded when none is given')
  .option('--engine <version>', 'only recordings of this engine version: 20.10, 28, 29')
  .option('--topic <topic>', 'only scenarios of this topic: ipam, ports, reach …')
  .option('--id <regex>', 'only scenarios whose id matches')
  .option('--verbose', 'every disagreement, not only the first five of a scenario')
  .action((files: string[], options: Options) => {
    process.exitCode = main(files, options);
  });
program.parse();
