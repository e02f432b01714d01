// Measures the stages from text to diagnostics at three sizes, beside JSON.parse of the same topology, prints a table
// and writes test-results/benchmark.json. `--quick`: fewer runs and no large lab.
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const quick = process.argv.includes('--quick');
const plan = quick
  ? [
      { containers: 100, full: 5, edits: 20 },
      { containers: 1_000, full: 3, edits: 10 },
    ]
  : [
      { containers: 100, full: 30, edits: 200 },
      { containers: 1_000, full: 15, edits: 100 },
      { containers: 10_000, full: 5, edits: 40 },
    ];

const outfile = 'test-results/benchmark/stages.mjs';
await build({
  entryPoints: ['test/benchmark/stages.ts'],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outfile,
  logLevel: 'warning',
});
const { measure } = await import(pathToFileURL(outfile).href);

const milliseconds = (value) => value.toFixed(value < 10 ? 2 : 1);
const measurements = [];
for (const { containers, ...runs } of plan) {
  const measurement = measure(containers, runs);
  measurements.push(measurement);
  const json = measurement.stages['JSON.parse'].median;
  console.log(`\n${containers} containers, ${Math.round(measurement.characters / 1024)} KiB`);
  console.log(['stage'.padEnd(20), 'median ms', '   p95 ms', '× JSON.parse'].join('  '));
  for (const [stage, { median, p95 }] of Object.entries(measurement.stages)) {
    const columns = [stage.padEnd(20), milliseconds(median).padStart(9), milliseconds(p95).padStart(9)];
    console.log([...columns, (median / json).toFixed(1).padStart(12)].join('  '));
  }
}

mkdirSync('test-results', { recursive: true });
const machine = {
  node: process.version,
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
  platform: process.platform,
};
writeFileSync('test-results/benchmark.json', `${JSON.stringify({ machine, measurements }, null, 2)}\n`);
console.log('\nWritten to test-results/benchmark.json');
