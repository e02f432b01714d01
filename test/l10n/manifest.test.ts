/** The manifest's texts: VS Code replaces %KEY% by the text of package.nls.json, or of package.nls.ko.json. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const manifest = json('package.json');
const english: Readonly<Record<string, string>> = json('package.nls.json');
const korean: Readonly<Record<string, string>> = json('package.nls.ko.json');

/** Fields that users read, wherever they stand among the contributions. */
const READ = new Set(['title', 'shortTitle', 'contents', 'description', 'markdownDescription', 'altText', 'svg']);

function* readTexts(value: unknown, key = ''): Iterable<string> {
  if (typeof value === 'string') {
    if (READ.has(key) || key === 'enumDescriptions') yield value;
  } else if (Array.isArray(value)) for (const each of value) yield* readTexts(each, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) yield* readTexts(each, name);
  }
}

const { commands, configuration, views, viewsWelcome, walkthroughs } = manifest.contributes;
const texts = [
  ...[manifest.displayName, manifest.description],
  ...views.dnet.map(({ name }: { readonly name: string }) => name),
  ...readTexts([commands, configuration.properties, viewsWelcome, walkthroughs, manifest.capabilities]),
];
const keys = texts.map((text) => /^%(.+)%$/.exec(text)?.[1] ?? `not in package.nls.json: ${text}`);

it('has all that users read of the manifest in package.nls.json, and nothing else', () => {
  expect([...new Set(keys)].sort()).toEqual(Object.keys(english).sort());
});

it('has the same texts in Korean, with the same links', () => {
  expect(Object.keys(korean)).toEqual(Object.keys(english));
  const links = (text: string) => text.match(/\(command:[^)]*\)/g) ?? [];
  for (const [key, text] of Object.entries(korean)) {
    expect(links(text), key).toEqual(links(english[key]!));
    expect(text, key).toMatch(key.endsWith('.svg') ? /^dist\/walkthrough\/ko\// : /[가-힣]|host/);
  }
});
