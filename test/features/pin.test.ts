import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseListen } from '../../language-server/analysis/listeners.ts';
import { pin, pinActions } from '../../language-server/features/pin.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { dnet, file } from '../cli/dnet.ts';
import { marked } from '../cursor.ts';
import { open } from '../lab.ts';

const apply = ({ text, lines }: Snapshot, { range, newText }: NonNullable<ReturnType<typeof pin>>['edit']) =>
  text.slice(0, lines.offsetAt(range.start)) + newText + text.slice(lines.offsetAt(range.end));

/** What is written, and the text with it; everything expected there holds. */
function pinned(text: string, from: string, to: string, on?: string, line?: number) {
  const snapshot = open(text);
  const [port] = on ? parseListen(on) : [];
  const found = pin(
    snapshot,
    { from, to, ...(port && { port }) },
    line === undefined ? undefined : { line, character: 0 },
  );
  if (!found) return undefined;
  const after = apply(snapshot, found.edit);
  expect(open(after).outcomes.every(({ outcome }) => outcome.holds)).toBe(true);
  return { written: found.text, after };
}

const LAB = `network n
container web { image nginx; network n { alias www }; publish 8080:80 }
container app { network n }   # asks
container alone { network none }
`;

describe('a packet is pinned', () => {
  it.each([
    ['app', 'www', '80', 'expect app can reach www on 80/tcp'],
    ['app', 'www', '81/tcp', 'expect app cannot reach www on 81/tcp'],
    ['app', 'alone', undefined, 'expect app cannot reach alone'],
    ['outside', 'host', '8080', 'expect outside can reach host on 8080/tcp'],
    ['host', '172.18.0.2', undefined, 'expect host can reach 172.18.0.2'],
  ])('%s → %s on %s', (from, to, on, text) => {
    expect(pinned(LAB, from, to, on)).toEqual({ written: text, after: `${LAB.trimEnd()}\n\n${text}\n` });
  });

  it('at a moment of the file, behind the statement there', () => {
    const lab = `${LAB}expect app can reach web\nstop web\n`;
    expect(pinned(lab, 'app', 'www', undefined, 4)?.after).toContain(
      'can reach web\nexpect app can reach www\nstop web\n',
    );
    expect(pinned(lab, 'app', 'www')?.after).toContain('stop web\n\nexpect app cannot reach www\n');
  });

  it('not where it is neither reached nor not, or nobody sends', () => {
    const lab =
      'network n\ncontainer aa { image nginx; network n { alias p } }\ncontainer bb { network n { alias p } }\ncontainer cc { network n }\n';
    expect(pinned(lab, 'cc', 'p', '80')).toBeUndefined();
    expect(pinned(LAB, 'nobody', 'web')).toBeUndefined();
  });
});

it('what a container reaches is pinned by a code action on its name', () => {
  const { text, position } = marked(LAB.replace('container app', 'container ap|p'));
  const snapshot = open(text);
  const [action] = pinActions(snapshot, { start: position, end: position });
  expect(action?.title).toContain('Pin what `app` reaches');
  const [edit] = Object.values(action!.edit!.changes!).flat();
  const after = apply(snapshot, edit!);
  expect(after.slice(LAB.length)).toBe(
    '\nexpect app can reach web\nexpect app cannot reach alone\nexpect app can reach outside\n',
  );
  expect(open(after).outcomes.every(({ outcome }) => outcome.holds)).toBe(true);
  expect(pinActions(open(after), { start: position, end: position })).toEqual([]);
});

it('dnet trace --pin writes it into the file', () => {
  const path = file('pinned.dnet', LAB);
  expect(dnet('trace', path, 'app', 'www', '--on', '80', '--pin')).toMatchObject({
    status: 0,
    err: `${path}: expect app can reach www on 80/tcp\n`,
  });
  dnet('trace', path, 'app', 'alone', '--pin');
  expect(readFileSync(path, 'utf8')).toBe(
    `${LAB}\nexpect app can reach www on 80/tcp\nexpect app cannot reach alone\n`,
  );
  expect(dnet('check', path).out).toContain('2 of 2 expectations met');
});
