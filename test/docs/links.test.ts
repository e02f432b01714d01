import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

const linksIn = (text: string): string[] => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);

/** As GitHub and VS Code name the places of a page. */
const placesOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  );

function isThere(page: string, link: string): boolean {
  const [file = '', place] = link.split('#');
  const target = file === '' ? page : join(dirname(page), file);
  if (!existsSync(target)) return false;
  return place === undefined || placesOf(readFileSync(target, 'utf8')).includes(place);
}

describe('the documentation', () => {
  it('links to files and places that are there', () => {
    const broken = pages.flatMap((page) =>
      linksIn(readFileSync(page, 'utf8'))
        .filter((link) => !/^https?:/.test(link) && !isThere(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(pages.length).toBeGreaterThan(100);
    expect(broken).toEqual([]);
  });

  it('claims no feature of ours without a test of it', () => {
    const [table = ''] = readFileSync('docs/features.md', 'utf8').split('\n## ');
    const rows = table.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| ---'));
    const claims = rows.slice(1).map((row) => row.split('|').slice(1, 3) as [feature: string, ours: string]);
    const untested = claims.filter(
      ([, ours]) => /[●○]/.test(ours) && !linksIn(ours).some((link) => /^\.\.\/test\/.+\.test\.ts$/.test(link)),
    );
    expect(claims.length).toBeGreaterThan(30);
    expect(untested).toEqual([]);
  });
});
