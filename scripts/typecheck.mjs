// Type-checks every room with its own tsconfig, so that Node's, the DOM's and VS Code's names exist only where they do.
// What was found is kept beside the packages: the next run looks only at what has changed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const projects = [
  'language-server/tsconfig.json',
  'language-server/tsconfig.node.json',
  'language-server/tsconfig.browser.json',
  'extension/tsconfig.json',
  'extension/tsconfig.node.json',
  'extension/tsconfig.browser.json',
  'webview/tsconfig.json',
  'test/tsconfig.json',
];
const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
const check = (project) => {
  const found = join(
    'node_modules',
    '.cache',
    'typecheck',
    project.replaceAll('/', '-').replace('.json', '.tsbuildinfo'),
  );
  const args = ['--project', project, '--incremental', '--tsBuildInfoFile', found];
  return spawnSync(process.execPath, [tsc, ...args], { stdio: 'inherit' }).status === 0;
};
const failed = projects.filter((project) => !check(project));
if (failed.length > 0) {
  console.error(`Type errors in: ${failed.join(', ')}`);
  process.exit(1);
}
