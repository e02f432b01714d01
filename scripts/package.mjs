// `npm run package`: the extension as dnet-VERSION.vsix, with minified bundles and without node_modules.
import { readFileSync, statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { installDependencies } from './install-dependencies.mjs';

await installDependencies();
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
const packagePath = process.argv[2] ?? `${name}-${version}.vsix`;
await createVSIX({ packagePath, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
console.log(`${packagePath}: ${Math.ceil(statSync(packagePath).size / 1024)} KiB`);
