/** Horizontal bars on a logarithmic scale, as an SVG that is readable on light and dark pages. */
import { duration } from './table.ts';

export interface Bar {
  readonly label: string;
  /** Milliseconds; undefined where the limit was reached. */
  readonly value: number | undefined;
  /** What comes on top of it by waiting on purpose. */
  readonly delay?: number;
  /** Ours are set off. */
  readonly own: boolean;
}

export interface Chart {
  readonly title: string;
  readonly groups: readonly { readonly title: string; readonly bars: readonly Bar[] }[];
  /** A line across all groups: what is aimed at, in milliseconds. */
  readonly goal: { readonly value: number; readonly label: string };
  /** What a measurement was given up at; milliseconds. */
  readonly limit: number;
}

const WIDTH = 760;
const LEFT = 190;
const RIGHT = 96;
const BAR = 18;
const STEP = 24;
const GROUP = 34;
const HEAD = 56;
const FOOT = 34;
const DECADES = [0.1, 1, 10, 100, 1_000, 10_000, 100_000];

const STYLE = `
  svg { font: 13px system-ui, sans-serif; }
  .paper { fill: #ffffff; } text { fill: #24292f; } .faint { fill: #57606a; } .grid { stroke: #d0d7de; }
  .own { fill: #0969da; } .peer { fill: #8c959f; } .delay { fill: none; stroke: #8c959f; stroke-dasharray: 3 2; }
  .goal { stroke: #bf3989; stroke-width: 1.5; stroke-dasharray: 5 4; } .goal-text { fill: #bf3989; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; } text { fill: #e6edf3; } .faint { fill: #9198a1; } .grid { stroke: #30363d; }
    .own { fill: #4493f8; } .peer { fill: #6e7681; } .delay { stroke: #9198a1; }
    .goal { stroke: #db61a2; } .goal-text { fill: #db61a2; }
  }`;

/** @throws when there is nothing to draw */
export function chart({ title, groups, goal, limit }: Chart): string {
  const bars = groups.flatMap((group) => group.bars);
  if (bars.length === 0) throw new Error('A chart of nothing.');
  const smallest = Math.min(goal.value, ...bars.flatMap(({ value }) => value ?? []));
  const from = DECADES.findLast((decade) => decade <= smallest) ?? DECADES[0]!;
  const largest = Math.max(goal.value, ...bars.map(({ value, delay = 0 }) => (value ?? limit) + delay));
  const to = DECADES.find((decade) => decade >= largest) ?? DECADES.at(-1)!;
  const x = (milliseconds: number): number => {
    const share = Math.log(Math.max(milliseconds, from) / from) / Math.log(to / from);
    return LEFT + Math.min(1, share) * (WIDTH - LEFT - RIGHT);
  };
  const rows = groups.reduce((sum, group) => sum + GROUP + group.bars.length * STEP, 0);
  const height = HEAD + rows + FOOT;
  const bottom = HEAD + rows + 4;

  const parts = [
    `<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>`,
    text(16, 28, title, 'style="font-weight:600;font-size:14px"'),
  ];
  for (const decade of DECADES.filter((each) => each >= from && each <= to)) {
    parts.push(line(x(decade), HEAD - 6, bottom, 'grid'));
    parts.push(
      text(x(decade), bottom + 18, duration(decade).replace(/\.0+ /, ' '), 'class="faint" text-anchor="middle"'),
    );
  }
  let y = HEAD;
  for (const group of groups) {
    parts.push(text(16, y + 20, group.title, 'class="faint"'));
    y += GROUP;
    for (const bar of group.bars) {
      parts.push(...drawBar(bar, y, x, limit));
      y += STEP;
    }
  }
  parts.push(line(x(goal.value), HEAD - 6, bottom, 'goal'));
  parts.push(text(x(goal.value) + 5, HEAD - 8, goal.label, 'class="goal-text"'));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(title)}">`,
    `<style>${STYLE}</style>`,
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function drawBar({ label, value, delay = 0, own }: Bar, y: number, x: (value: number) => number, limit: number) {
  const end = x(value ?? limit);
  const total = x((value ?? limit) + delay);
  const words = value === undefined ? `> ${duration(limit)}` : duration(value) + (delay ? ` + ${duration(delay)}` : '');
  return [
    text(LEFT - 8, y + BAR - 5, label, 'text-anchor="end"'),
    `<rect class="${own ? 'own' : 'peer'}" x="${LEFT}" y="${y}" width="${round(Math.max(1, end - LEFT))}" height="${BAR}" rx="2"/>`,
    ...(delay === 0
      ? []
      : [`<rect class="delay" x="${round(end)}" y="${y + 0.5}" width="${round(total - end)}" height="${BAR - 1}"/>`]),
    text(total + 6, y + BAR - 5, words, 'class="faint"'),
  ];
}

const round = (value: number): number => Math.round(value * 10) / 10;

const text = (x: number, y: number, words: string, attributes: string): string =>
  `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeXml(words)}</text>`;

const line = (x: number, y1: number, y2: number, name: string): string =>
  `<line class="${name}" x1="${round(x)}" x2="${round(x)}" y1="${y1}" y2="${y2}"/>`;

const escapeXml = (words: string): string => words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
