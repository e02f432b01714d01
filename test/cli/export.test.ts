import { describe, expect, it } from 'vitest';
import { dnet, file } from './dnet.ts';

const lab = file(
  'picture.dnet',
  [
    'network front',
    'network lan { driver macvlan; parent eth0; subnet 192.0.2.0/24 }',
    'container web { publish 8080:80; network front }',
    'container side { network container:web }',
    'container edge { network lan }',
    'container odd { image "<b>&\\"x" }',
    '',
  ].join('\n'),
);
const written = (...args: string[]): string => {
  const { status, out, err } = dnet('export', lab, ...args);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  return out;
};

/** Every tag that is opened is closed, in order; answers the text between them. */
function textsOf(xml: string): readonly string[] {
  const open: string[] = [];
  for (const [, closing, name = '', rest = ''] of xml.matchAll(/<(\/?)(\w+)((?:[^<>"]|"[^"<]*")*)>/g)) {
    if (closing) expect(open.pop()).toBe(name);
    else if (!rest.endsWith('/')) open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
  return [...xml.matchAll(/>([^<>]+)</g)].map(([, text]) => text!.trim()).filter(Boolean);
}

describe('dnet export --to svg', () => {
  it('draws every container, network, address and published port', () => {
    const texts = textsOf(written('--to', 'svg')).join('\n');
    for (const text of [
      'web',
      'side',
      'edge',
      'front',
      'namespace of web',
      'docker0',
      '172.18.0.2/16',
      '8080 → 80/tcp',
    ])
      expect(texts).toContain(text);
  });

  it('draws in the colours of a theme, and the same every time', () => {
    const light = written('--to', 'svg');
    expect(written('--to', 'svg')).toBe(light);
    expect(light).toContain('fill="#ffffff"');
    expect(written('--to', 'svg', '--theme', 'dark')).toContain('fill="#1f1f1f"');
    expect(written('--to', 'svg', '--theme', 'high-contrast')).toContain('fill="#000000"');
  });

  it('holds nothing that runs or is fetched', () => {
    const svg = written('--to', 'svg');
    expect(svg).not.toMatch(/<script|\son\w+=|<foreignObject/i);
    for (const [, href] of svg.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^data:image\/svg\+xml;/);
  });
});

describe('dnet export --to drawio', () => {
  it('has a cell for every shape and joins every cable to its ends', () => {
    const xml = written('--to', 'drawio');
    textsOf(xml);
    const vertices = new Set([...xml.matchAll(/<mxCell id="(n\d+)" value=/g)].map(([, id]) => id));
    const ends = [...xml.matchAll(/source="(n\d+)" target="(n\d+)"/g)].flatMap(([, source, target]) => [
      source,
      target,
    ]);
    expect(ends.length).toBeGreaterThan(4);
    for (const end of ends) expect(vertices).toContain(end);
    expect(xml).toContain('value="172.18.0.2/16"');
  });
});

describe('dnet export --to mermaid', () => {
  it('nests interfaces in containers, and joins them to their networks', () => {
    const lines = written('--to', 'mermaid').split('\n');
    expect(lines[0]).toBe('flowchart TB');
    const idOf = (text: string) => /\bn\d+/.exec(lines.find((line) => line.includes(text))!)![0];
    expect(lines).toContain(`  ${idOf('172.18.0.2/16')} --- ${idOf('"front')}`);
    expect(lines.filter((line) => /^\s*subgraph /.test(line))).toHaveLength(
      lines.filter((line) => /^\s*end$/.test(line)).length,
    );
  });

  it('keeps no character that means something to Mermaid or to HTML', () => {
    for (const [, text = ''] of written('--to', 'mermaid').matchAll(/"([^"]*)"/g))
      expect(text.replaceAll('<br/>', '')).not.toMatch(/[<>&"{}[\]|]/);
  });
});

describe('dnet export --to dot', () => {
  it('has a cluster for what holds something, and an edge for every cable', () => {
    const dot = written('--to', 'dot');
    expect(dot).toMatch(/subgraph cluster_\d+ \{\n\s*label="namespace of web"/);
    expect(dot).toContain('"interface:web/eth0" -- "network:front" [dir=none]');
    expect(dot.split('{').length).toBe(dot.split('}').length);
  });
});
