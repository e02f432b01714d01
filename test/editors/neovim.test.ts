/** The packed server in a real Neovim, configured as the documentation says. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installNeovim } from '../../scripts/install-neovim.mjs';
import { marked } from '../cursor.ts';

const LAB = `network backend { subnet 10.1.0.0/24 }
container web { image nginx; network backend }
container db { image postgres; network backend }
expect web can reach db
`;

/** What is asked, and where: `|` marks the cursor. */
const questions = [
  { ask: 'diagnostics', source: `|${LAB.replace('container web', 'contaner web')}` },
  { ask: 'hover', source: LAB.replace('container web', 'container w|eb') },
  { ask: 'completion', source: LAB.replace('nginx; network backend', 'nginx; network |') },
  { ask: 'definition', source: LAB.replace('nginx; network backend', 'nginx; network back|end') },
  { ask: 'rename', to: 'shop', source: LAB.replace('container web', 'container w|eb') },
];

const folder = mkdtempSync(join(tmpdir(), 'dnet-neovim-'));
afterAll(() => rmSync(folder, { recursive: true }));

let answers: Record<string, { readonly answer?: unknown; readonly problem?: string }>;

function answerTo(ask: string): unknown {
  const { answer, problem } = answers[ask] ?? { problem: 'Neovim did not come so far.' };
  if (problem) throw new Error(problem);
  return answer;
}

/** The Lua in docs/editors.md for the Neovim at hand. */
function configurationFor(version: string): string {
  const documentation = readFileSync('docs/editors.md', 'utf8');
  const [newer, older] = [...documentation.matchAll(/```lua\n(.*?)```/gs)].map(([, code]) => code!);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major > 0 || minor >= 11 ? newer : older) ?? '';
}

beforeAll(async () => {
  const neovim = await installNeovim();
  const version = /NVIM v([\d.]+)/.exec(execFileSync(neovim, ['--version'], { encoding: 'utf8' }))?.[1] ?? '';

  execFileSync(process.execPath, ['scripts/package-server.mjs', folder], { stdio: 'inherit' });
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  const npm = ['install', '--offline', '--no-audit', '--no-fund', '--prefix', folder, join(folder, packed)];
  execFileSync('npm', npm, { stdio: 'inherit' });

  const labs = join(folder, 'labs');
  mkdirSync(labs);
  const placed = questions.map(({ source, ...question }) => {
    const { text, position } = marked(source);
    const file = join(labs, `${question.ask}.dnet`);
    writeFileSync(file, text);
    return { ...question, ...position, file };
  });
  const paths = { questions: join(folder, 'questions.json'), answers: join(folder, 'answers.json') };
  const configuration = join(folder, 'init.lua');
  writeFileSync(paths.questions, JSON.stringify(placed));
  writeFileSync(configuration, configurationFor(version));
  const commands = [configuration, resolve('test/editors/neovim.lua')].flatMap((file) => ['-c', `luafile ${file}`]);
  execFileSync(neovim, ['--headless', '--clean', ...commands], {
    cwd: labs,
    env: {
      ...process.env,
      PATH: [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
      XDG_STATE_HOME: folder,
      XDG_CACHE_HOME: folder,
      DNET_QUESTIONS: paths.questions,
      DNET_ANSWERS: paths.answers,
    },
    stdio: 'inherit',
    timeout: 110_000,
  });
  answers = JSON.parse(readFileSync(paths.answers, 'utf8'));
});

describe('in Neovim, the server of the npm package', () => {
  it('reports mistakes', () => {
    const found = answerTo('diagnostics') as { text: string; message: string }[];
    expect(found.map(({ text }) => text)).toContain('contaner');
    expect(found.find(({ text }) => text === 'contaner')?.message).toMatch(/Did you mean .?container/);
  });

  it('explains a container, with its computed address', () => {
    expect((answerTo('hover') as string[]).join('\n')).toMatch(/10\.1\.0\.2/);
  });

  it('completes the names of networks', () => {
    expect(answerTo('completion')).toEqual(expect.arrayContaining(['backend', 'host', 'none']));
  });

  it('goes to the definition of a network', () => {
    expect(answerTo('definition')).toEqual([1, LAB.indexOf('backend')]);
  });

  it('renames a container everywhere', () => {
    expect((answerTo('rename') as string[]).join('\n')).toBe(LAB.replaceAll('web', 'shop').trimEnd());
  });
});
