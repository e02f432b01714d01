/** Runs the parts of the benchmark that are asked for, prints what they find, and writes it down. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { PARTS } from './parts.ts';
import type { Plan } from './plan.ts';
import { fillIn, tablesInMarkdown } from './report/document.ts';
import { markdown } from './report/table.ts';

const RESULTS = 'test-results';
const DOCS = 'docs';
const DOCUMENT = `${DOCS}/performance.md`;

/** @param plan.document writes the tables and charts into docs/, too */
export async function runBenchmark(plan: Plan): Promise<void> {
  mkdirSync(RESULTS, { recursive: true });
  const results: Record<string, unknown> = { date: new Date().toISOString(), machine: machine() };
  let document = plan.document ? readFileSync(DOCUMENT, 'utf8') : undefined;
  for (const name of plan.parts) {
    const { result, tables, charts } = await PARTS[name](plan);
    results[name] = result;
    for (const table of tables) console.log(`\n${table.title}\n\n${markdown(table)}`);
    for (const [file, svg] of Object.entries(charts)) {
      writeFileSync(`${RESULTS}/${file}`, svg);
      if (document !== undefined) writeFileSync(`${DOCS}/${file}`, svg);
    }
    if (document !== undefined) document = fillIn(document, name, tablesInMarkdown(tables));
  }
  // In one piece at the end: all of it is of one run, or none.
  if (document !== undefined) writeFileSync(DOCUMENT, document);
  writeFileSync(`${RESULTS}/benchmark.json`, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nWritten to ${RESULTS}/benchmark.json`);
}

const machine = () => ({
  node: process.version,
  cpu: os.cpus()[0]?.model,
  cores: os.cpus().length,
  platform: process.platform,
});

await runBenchmark(JSON.parse(process.argv[2]!) as Plan);
// What a server that was given up has left open would keep this process alive.
process.exit();
