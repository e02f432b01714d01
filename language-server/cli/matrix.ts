/** `dnet matrix`: who can talk to whom, at a moment of the file. */

import type { EndpointClass } from '../analysis/reachability/classes.ts';
import { type Cell, type Matrix, mainOf, matrixOf, type Relation } from '../analysis/reachability/matrix.ts';
import type { Observation } from '../analysis/reachability/probe.ts';
import { cellText, classText, isReached, namesText, resultText, serviceTextOf } from '../analysis/reachability/text.ts';
import { readable } from '../analysis/readable.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import { openLab } from './lab.ts';
import { momentOf } from './moment.ts';
import { painter } from './report.ts';
import { OK, type Output } from './status.ts';

export const matrixFormats = ['text', 'json', 'markdown', 'csv'] as const;
export type MatrixFormat = (typeof matrixFormats)[number];

export interface MatrixOptions {
  /** A line number as people count. */
  readonly at?: string;
  readonly format: MatrixFormat;
}

type Render = (matrix: Matrix, path: string, output: Output) => string;

const renderers: Readonly<Record<MatrixFormat, Render>> = { text, json, markdown, csv };

export function matrix(path: string, { at, format }: MatrixOptions, output: Output): number {
  const { snapshot } = openLab(path);
  const world = worldAt(snapshot.timeline, at === undefined ? undefined : momentOf(snapshot, at));
  output.out(renderers[format](matrixOf(world), path, output));
  return OK;
}

/** The name of a class with its relation to the one that sends. */
const RELATIONS: Readonly<Record<Relation, (name: string) => string>> = {
  apart: (name) => name,
  namespace: (name) => t`${name}, same namespace`,
  self: (name) => t`${name}, itself`,
};

interface Line {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  readonly relation: Relation;
  readonly observations: readonly Observation[];
}

function* linesOf({ columns, cell }: Matrix, from: EndpointClass): Iterable<Line> {
  for (const to of columns) {
    const entries = Object.entries(cell(from, to) satisfies Cell) as [Relation, readonly Observation[]][];
    for (const [relation, observations] of entries) yield { from, to, relation, observations };
  }
}

/** One paragraph for each class that sends; targets with the same answer stand together. */
function text(matrix: Matrix, path: string, { color }: Output): string {
  const paint = painter(color);
  const endpoints = matrix.rows.reduce((sum, { members }) => sum + members.length, 0);
  const heading =
    matrix.rows.length === 1
      ? t`${path}: ${endpoints} endpoints in 1 class`
      : t`${path}: ${endpoints} endpoints in ${matrix.rows.length} classes`;
  const paragraphs = matrix.rows.map((from) => {
    const targets = new Map<string, { readonly names: string[]; readonly reached: boolean }>();
    for (const { to, relation, observations } of linesOf(matrix, from)) {
      // That a container reaches itself goes without saying.
      if (relation === 'self' && observations.every(isReached)) continue;
      const each = from === to && relation === 'apart' ? t('each other') : RELATIONS[relation](classText(to));
      const result = cellText(to, observations);
      const known = targets.get(result) ?? { names: [], reached: observations.some(isReached) };
      known.names.push(each);
      targets.set(result, known);
    }
    const rows = [...targets].sort(([, a], [, b]) => Number(b.reached) - Number(a.reached));
    return [
      `${paint('bold', classText(from))}${onText(from)}`,
      ...rows.map(
        ([result, { names, reached }]) =>
          `  ${reached ? '→' : paint('dim', '✗')} ${namesText(names, 9)}: ${reached ? result : paint('dim', result)}`,
      ),
    ].join('\n');
  });
  return `${[heading, ...paragraphs].join('\n\n')}\n`;
}

function onText({ members: [first], networks }: EndpointClass): string {
  if (first?.kind !== 'container') return '';
  const names = networks.map((network) => network.slice(network.indexOf(' ') + 1));
  return names.length > 0 ? ` ${t`on ${names.join(', ')}`}` : ` (${readable(first.container.networkMode)})`;
}

function describe(each: EndpointClass) {
  const { index, members, services, networks } = each;
  const [first] = members;
  return {
    id: index,
    label: classText(each),
    kind: first!.kind,
    ...(first && 'host' in first && { host: first.host.name }),
    members: members.map(({ name }) => name),
    networks: networks.map((network) => network.slice(network.indexOf(' ') + 1)),
    services: services.map((service) => serviceTextOf(each, service)),
  };
}

function json(matrix: Matrix, path: string): string {
  const pairs = matrix.rows.flatMap((from) =>
    [...linesOf(matrix, from)].map(({ to, relation, observations }) => ({
      from: from.index,
      to: to.index,
      relation,
      results: observations.map(({ reach, verdict, probe }, index) => ({
        on: serviceTextOf(to, to.services[index]!),
        reach,
        verdict,
        probe,
      })),
    })),
  );
  return `${JSON.stringify({ file: path, classes: matrix.columns.map(describe), pairs }, null, 2)}\n`;
}

/** A grid, rows from and columns to. */
function markdown(matrix: Matrix, path: string): string {
  const escaped = (value: string) => value.replace(/\|/g, '\\|');
  const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [
    `### ${t`Who can talk to whom in \`${path}\``}`,
    '',
    row([t('from \\ to'), ...matrix.columns.map(classText)]),
    row(['---', ...matrix.columns.map(() => '---')]),
    ...matrix.rows.map((from) =>
      row([`**${classText(from)}**`, ...matrix.columns.map((to) => cellText(to, mainOf(matrix.cell(from, to))))]),
    ),
    '',
  ].join('\n');
}

/** One line for each pair of classes and service. */
function csv(matrix: Matrix): string {
  const quote = (value: string) => (/[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  const record = (values: readonly string[]) => `${values.map(quote).join(',')}\n`;
  const lines = [record(['from', 'to', 'relation', 'on', 'result', 'verdict'])];
  for (const from of matrix.rows)
    for (const { to, relation, observations } of linesOf(matrix, from))
      observations.forEach((observation, index) => {
        const on = serviceTextOf(to, to.services[index]!);
        const [one, other] = [from, to].map(({ members }) => members.map(({ name }) => name).join(' ')) as [
          string,
          string,
        ];
        lines.push(record([one, other, relation, on, resultText(observation), observation.verdict]));
      });
  return lines.join('');
}
