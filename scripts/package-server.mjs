// `npm run package:server`: the language server alone as an npm package, for editors other than VS Code. Makes dist/npm/
// and packs it as dnet-language-server-VERSION.tgz into the folder that the first argument names.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundles } from './bundles.mjs';
import { installDependencies } from './install-dependencies.mjs';
import { run } from './run.mjs';

const NAME = 'dnet-language-server';
const directory = resolve('dist', 'npm');
const destination = resolve(process.argv[2] ?? '.');

await installDependencies();
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
mkdirSync(destination, { recursive: true });

const server = bundles({ production: true }).find(({ entryPoints }) => 'language-server/server' in entryPoints);
await build({
  ...server,
  entryPoints: { server: 'language-server/server.node.ts' },
  outdir: directory,
  banner: { js: '#!/usr/bin/env node' },
});

// What the server's diagnostics link to, and what gives colours to editors that read TextMate grammars.
cpSync('docs/diagnostics', join(directory, 'docs', 'diagnostics'), { recursive: true });
cpSync('extension/syntaxes/dnet.tmLanguage.json', join(directory, 'syntaxes', 'dnet.tmLanguage.json'));
cpSync('extension/language-configuration.json', join(directory, 'language-configuration.json'));
cpSync('LICENSE', join(directory, 'LICENSE'));
cpSync('docs/editors.md', join(directory, 'README.md'));

const { version, license, engines, contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const [language] = contributes.languages;
const manifest = {
  name: NAME,
  version,
  description: 'Language server for dnet, the language of Docker network labs',
  keywords: ['docker', 'network', 'lsp', 'language-server'],
  license,
  bin: { [NAME]: 'server.js' },
  engines: { node: engines.node },
  contributes: {
    languages: [
      {
        id: language.id,
        aliases: language.aliases,
        extensions: language.extensions,
        configuration: './language-configuration.json',
      },
    ],
    grammars: [{ language: language.id, scopeName: 'source.dnet', path: './syntaxes/dnet.tmLanguage.json' }],
  },
};
writeFileSync(join(directory, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);

await run('npm', ['pack', directory, '--pack-destination', destination, '--loglevel=error']);
