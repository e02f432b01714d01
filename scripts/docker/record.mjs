// Runs a scenario on a real engine and writes down what was observed, in the recordings' format.
import { setTimeout as sleep } from 'node:timers/promises';
import { Observer } from './observe.mjs';
import { Prober } from './probes.mjs';
import { SymbolicIds } from './symbolic-ids.mjs';

/** How long each kind of observation waits, in milliseconds. */
const unhurried = { answer: 1000, name: 3000, afterDaemonRestart: 1500 };

/** Commands that are not docker's: they run in the network namespace of the host or of the LAN. */
const machines = ['host', 'lan'];

const starts = ['run', 'start', 'restart'];

/**
 * Runs one scenario on a freshly started engine.
 * @param {import('./engine.mjs').Engine} engine
 * @param {{ id: string, topic: string, title: string, daemon?: readonly string[], commands: readonly (readonly string[])[],
 *   expect?: { reach?: readonly any[], resolves?: readonly any[] } }} scenario its expectations say only what to probe
 * @param {typeof unhurried} [pace]
 * @returns {Promise<any>} the scenario with everything that was observed
 */
export async function record(engine, { id, topic, title, daemon, commands, expect }, pace = unhurried) {
  const ids = new SymbolicIds();
  const observer = new Observer(engine, ids);
  const prober = new Prober(engine, ids, pace);
  const begin = Date.now();
  const steps = [];
  const reach = [];
  const resolves = [];

  const probe = async (after) => {
    const asked = {
      reach: expect?.reach?.filter((each) => each.after === after) ?? [],
      resolves: expect?.resolves?.filter((each) => each.after === after) ?? [],
    };
    if (asked.reach.length + asked.resolves.length === 0) return;
    await observer.addresses();
    const [reached, resolved] = await Promise.all([
      Promise.all(asked.reach.map((each) => prober.reach(each))),
      Promise.all(asked.resolves.map((each) => prober.resolve(each))),
    ]);
    reach.push(...reached.map((each) => ({ after, ...each })));
    resolves.push(...resolved.map((each) => ({ after, ...each })));
  };

  await observer.addresses();
  await probe(0);
  for (const [index, command] of commands.entries()) {
    const { exit, stdout, stderr } = await perform(engine, command);
    if (starts.includes(command[0])) await observer.settled();
    const seen = await observer.addresses();
    steps.push({
      exit,
      stdout: ids.symbolic(stdout).trimEnd(),
      stderr: ids.symbolic(stderr).trimEnd(),
      ...seen,
    });
    await probe(index + 1);
  }
  // Restart policies take effect after the engine has answered.
  if (commands.some(([first]) => first === 'restart-daemon')) await sleep(pace.afterDaemonRestart);
  const { ips, status } = await observer.addresses();
  const errors = steps.flatMap(({ exit, stdout, stderr }, command) =>
    exit === 0 ? [] : [{ command, exit, message: stderr || stdout }],
  );
  return {
    id,
    topic,
    title,
    ...(daemon ? { daemon } : {}),
    commands,
    expect: {
      ips,
      status,
      ...(errors.length > 0 ? { error: { command: errors[0].command, message: errors[0].message }, errors } : {}),
      ...(reach.length > 0 ? { reach } : {}),
      ...(resolves.length > 0 ? { resolves } : {}),
      steps,
      containers: await observer.containers(),
      networks: await observer.networks(),
    },
    tookMs: Date.now() - begin,
  };
}

async function perform(engine, command) {
  const [first, ...rest] = command;
  if (machines.includes(first)) return engine[first].run(rest);
  if (first !== 'restart-daemon') return engine.docker(command);
  await engine.restart();
  return { exit: 0, stdout: '', stderr: '' };
}
