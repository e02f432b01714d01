/**
 * Whatever the language features say about the examples and the pages of the diagnostics is said in a language in which
 * every translated text stands in brackets: what is outside of them is a name, a number, a word of Docker's or of the
 * lab, or a text that was forgotten.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectations } from '../../language-server/features/expectations.ts';
import { reachability, reachabilityRows } from '../../language-server/features/reachability.ts';
import { prepareRename, rename } from '../../language-server/features/rename.ts';
import { topology, topologyDetails } from '../../language-server/features/topology.ts';
import { timelineSteps } from '../../language-server/features/topology-timeline.ts';
import { traceInPicture } from '../../language-server/features/topology-trace.ts';
import { whatIf } from '../../language-server/features/what-if.ts';
import { speak } from '../../language-server/l10n.ts';
import { namesOf } from '../../language-server/model/symbols.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { finished } from '../../language-server/steps.ts';
import { atPositions, furtherQuestions, ofDocuments, ofWindows } from '../features/every-feature.ts';
import { open } from '../lab.ts';
import { forgotten, pseudoLocale } from './pseudo-locale.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const names = (folder: string) => readdirSync(new URL(`../../${folder}`, import.meta.url));

interface Lab {
  readonly text: string;
  readonly files: Readonly<Record<string, string>>;
}

const examples: readonly (readonly [string, Lab])[] = names('examples')
  .filter((name) => name.endsWith('.dnet'))
  .map((name) => [name, { text: read(`examples/${name}`), files: {} }]);

/** The fences of the pages of diagnostics: every finding is among theirs. */
const pages: readonly (readonly [string, Lab])[] = names('docs/diagnostics').flatMap((name) => {
  const fences = [...read(`docs/diagnostics/${name}`).matchAll(/^```dnet(?: (\S+))?\n(.*?)^```$/gms)];
  const files = Object.fromEntries(fences.flatMap(([, file, text]) => (file ? [[file, text!]] : [])));
  return fences.flatMap(([, file, text], index): (readonly [string, Lab])[] =>
    file ? [] : [[`${name} ${index}`, { text: text!, files }]],
  );
});

/** The places at which a feature may have something else to say: where words start. */
function places({ text, lines }: Snapshot) {
  return [...text.matchAll(/(?<![\w.:/-])(?=[\w])/g)].map(({ index }) => lines.positionAt(index));
}

function answersAbout(snapshot: Snapshot): unknown[] {
  const { nodes } = topology(snapshot, undefined);
  const machines = nodes.filter(({ kind }) => ['container', 'host', 'interface', 'outside'].includes(kind));
  const state = reachability(snapshot);
  return [
    ...Object.values(ofDocuments).map((ask) => ask(snapshot)),
    ...Object.values(furtherQuestions).map((ask) => ask(snapshot)),
    ...Object.values(ofWindows).map((ask) => ask(snapshot, { line: 0, character: 0 })),
    ...nodes.map(({ id }) => topologyDetails(snapshot, id)),
    ...machines
      .slice(0, 8)
      .flatMap(({ id: from }) => machines.slice(0, 8).map(({ id: to }) => traceInPicture(snapshot, { from, to }))),
    nodes,
    state,
    expectations(snapshot),
    timelineSteps(snapshot),
    reachabilityRows(
      snapshot,
      state.classes.map((_, index) => index),
    ),
    ...[...namesOf(snapshot.program, 'container')].map((container) =>
      finished(whatIf(snapshot, { kind: 'stop', container })),
    ),
    ...[...namesOf(snapshot.program, 'network')].map((network) =>
      finished(whatIf(snapshot, { kind: 'removeNetwork', network })),
    ),
  ];
}

beforeAll(() => speak(pseudoLocale));
afterAll(() => speak(undefined));

describe.each([...examples, ...pages])('%s', (_, { text, files }) => {
  it('is told of in translated texts alone', () => {
    const snapshot = open(text, files);
    const answers = answersAbout(snapshot);
    expect(forgotten(answers, snapshot)).toEqual([]);
  });

  it('is told of in translated texts alone, at every place', () => {
    const snapshot = open(text, files);
    const answers = places(snapshot).flatMap((position) => [
      ...Object.values(atPositions).map((ask) => ask(snapshot, position)),
      prepareRename(snapshot, position),
      ...['', 'a b', 'host', 'outside', '10.0.0.1', 'bridge', 'web'].map((name) => rename(snapshot, position, name)),
    ]);
    expect(forgotten(answers, snapshot)).toEqual([]);
  });
});
