// A real VS Code for machines without a desktop: the server and workbench that npm's code-server brings, with the Node
// it needs. Installed once, when first asked for, into .vscode-test/; nothing of the project depends on it.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './run.mjs';

const CODE_SERVER = '4.139.1'; // VS Code 1.139.1
const NODE = '24.21.0';

const platform = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${platform}-${process.arch}`;
/** The name says the versions, and the directory appears only once it is complete. */
const home = resolve('.vscode-test', `code-server-${CODE_SERVER}-node-${NODE}`);
const npmInstall = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

const serverRoot = (directory) => join(directory, 'node_modules', 'code-server', 'lib', 'vscode');

async function installInto(directory) {
  mkdirSync(directory, { recursive: true });
  const dependencies = { 'code-server': CODE_SERVER, [nodePackage]: NODE };
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ private: true, dependencies }, null, 2));
  console.log(`  code-server ${CODE_SERVER} and Node ${NODE} …`);
  await run('npm', npmInstall, { cwd: directory });
  console.log("  the VS Code server's own modules …");
  await run('npm', [...npmInstall, '--omit=dev'], { cwd: serverRoot(directory) });
}

/**
 * @returns {Promise<{node: string, root: string}>} the Node that runs the server, and the directory of VS Code
 */
export async function installVSCode() {
  if (!existsSync(home)) {
    const started = Date.now();
    console.log('Installing VS Code for the browser (once; about 800 MB in .vscode-test/) …');
    const partial = `${home}.${process.pid}`;
    try {
      await installInto(partial);
      renameSync(partial, home);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      // Another run may have been first.
      if (!existsSync(home)) throw error;
    }
    console.log(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
  }
  const executable = process.platform === 'win32' ? 'node.exe' : join('bin', 'node');
  return { node: join(home, 'node_modules', nodePackage, executable), root: serverRoot(home) };
}
