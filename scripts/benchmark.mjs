// `npm run benchmark -- [--quick] [--document] [PARTS…]`: measures dnet, and beside it on the same topologies what is
// comparable. Prints tables, and writes test-results/benchmark.json and charts.
//   stages      from text to diagnostics inside one process, beside JSON.parse of the same topology
//   features    the answers of every feature of the language server inside one process, and the slowest of them
//   servers     language servers over stdio, each with the topology in its own notation; ours in a browser, too
//   activation  the extension's start in VS Code
//   picture     the topology drawn in a headless Chromium, beside other libraries
//   engine      who can talk to whom, beside bringing twenty of the containers up on a real Docker Engine; left out where
//               none can be started, and in a quick run unless it is named
// `--quick` is for a check that all of it works: small labs, few runs, nothing installed, no peers.
// `--document` puts the tables and charts into docs/performance.md.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { installGraphLibraries, installLanguageServers } from './benchmark/install-peers.mjs';
import { bundles } from './bundles.mjs';
import { engineAvailable } from './docker/requirements.mjs';
import { installChromium } from './install-chromium.mjs';
import { installVSCode } from './install-vscode.mjs';
import { run } from './run.mjs';

const PARTS = ['stages', 'features', 'servers', 'activation', 'picture', 'engine'];
const QUICK = {
  sizes: [100, 1_000],
  stages: [
    { full: 5, edits: 20 },
    { full: 3, edits: 10 },
  ],
  repetition: { runs: 10, budget: 5_000 },
  limit: 60_000,
  total: 120_000,
  windows: 1,
  engine: { containers: 3, runs: 1, requests: 1 },
};
const FULL = {
  sizes: [100, 1_000, 10_000],
  stages: [
    { full: 30, edits: 200 },
    { full: 15, edits: 100 },
    { full: 5, edits: 40 },
  ],
  repetition: { runs: 100, budget: 6_000 },
  limit: 30_000,
  total: 50_000,
  windows: 5,
  engine: { containers: 20, runs: 5, requests: 20 },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, document: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}. There are: ${PARTS.join(', ')}.`);
const usual = values.quick ? PARTS.filter((part) => part !== 'engine') : PARTS;
const asked = positionals.length > 0 ? PARTS.filter((part) => positionals.includes(part)) : usual;
const obstacle = asked.includes('engine') && (await engineAvailable()).reason;
if (obstacle) console.error(`\nThe part “engine” is left out, and its table stays as it was: ${obstacle}.\n`);
const parts = obstacle ? asked.filter((part) => part !== 'engine') : asked;

const folder = resolve('test-results', 'benchmark');
const dist = resolve(folder, 'dist');
await Promise.all(bundles({ production: true, outdir: dist }).map(build));
const main = resolve(folder, 'main.mjs');
await build({
  entryPoints: ['test/benchmark/main.ts'],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  // What is bundled may ask for Node's modules in the old way.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  external: ['esbuild', 'playwright-core'],
  outfile: main,
  logLevel: 'warning',
});

const versions = { dnet: JSON.parse(readFileSync('package.json', 'utf8')).version };
const places = { node: process.execPath, dist, versions };
if (!values.quick) {
  // All of it runs on the Node that this VS Code brings: some of the peers need a newer one than we do.
  places.node = (await installVSCode()).node;
  if (parts.includes('servers')) places.peers = noteVersions(await installLanguageServers());
  if (parts.includes('picture')) places.picturePeers = noteVersions(await installGraphLibraries());
}
if (['servers', 'activation', 'picture'].some((part) => parts.includes(part)))
  process.env.CHROMIUM = await installChromium();
const plan = { ...(values.quick ? QUICK : FULL), parts, document: values.document, places };
await run(places.node, [main, JSON.stringify(plan)], { shell: false });

function noteVersions({ home, versions: installed }) {
  Object.assign(versions, installed);
  return home;
}
